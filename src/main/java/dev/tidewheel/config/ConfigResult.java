package dev.tidewheel.config;

import java.util.List;

/** What came of loading the settings. */
public sealed interface ConfigResult {
  /**
   * All is well.
   *
   * @param config the settings
   * @param effective the same as YAML, with secrets hidden and a comment where a value is not the
   *     default
   */
  record Loaded(WorkerConfig config, String effective) implements ConfigResult {}

  /**
   * Something is wrong.
   *
   * @param problems everything that is, at least one
   */
  record Invalid(List<ConfigProblem> problems) implements ConfigResult {
    /** Takes a copy. */
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}

package dev.tidewheel.config;

import dev.tidewheel.config.ConfigResult.Invalid;
import dev.tidewheel.config.ConfigResult.Loaded;
import dev.tidewheel.config.Node.Branch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads the settings of a worker. */
public final class Configuration {
  private Configuration() {}

  /**
   * Merges defaults, file, environment and overrides, the later ones winning, and checks the
   * result.
   *
   * @param file a YAML file that needs to hold only what differs from the defaults
   * @param environment all variables; those named {@code TIDEWHEEL_*} count
   * @param overrides values by dotted path, such as {@code engine.batch} or {@code
   *     models.fashion-flow}
   */
  public static ConfigResult load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    List<Setting> settings = Setting.of(WorkerConfig.class);
    List<ConfigProblem> problems = new ArrayList<>();
    Branch tree = YamlLayer.defaults(problems);
    if (file.isPresent()) {
      tree = tree.overlaidBy(YamlLayer.file(file.get(), problems));
    }
    tree = tree.overlaidBy(new EnvironmentLayer(settings).read(environment, problems));
    tree = tree.overlaidBy(new OverrideLayer(settings).read(overrides));

    Binder binder = new Binder(WorkerConfig.class);
    Optional<WorkerConfig> config = binder.bind(WorkerConfig.class, tree);
    problems.addAll(binder.problems());
    return config.isPresent() && problems.isEmpty()
        ? new Loaded(config.get(), EffectiveYaml.write(tree))
        : new Invalid(problems);
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.config.ConfigResult.Invalid;
import dev.tidewheel.config.ConfigResult.Loaded;
import dev.tidewheel.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Loads a worker's settings for a command. */
final class Settings {
  private Settings() {}

  /**
   * The settings from file, this process's environment and the command line.
   *
   * @throws Failure of usage that lists every problem
   */
  static Loaded load(Optional<Path> file, Map<String, String> overrides) {
    return switch (Configuration.load(file, System.getenv(), overrides)) {
      case Loaded loaded -> loaded;
      case Invalid invalid -> throw Failure.ofUsage("the settings are wrong:", invalid.problems());
    };
  }
}

package dev.tidewheel.model;

import dev.tidewheel.sampling.Recipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A folder's {@code scheduler_config.json}, understood.
 *
 * @param name the scheduler's class
 * @param options its options with their values, for people
 * @param recipe what they mean
 * @param usualSteps steps that diffusers takes where a call says nothing
 */
public record FolderScheduler(
    String name, Map<String, Object> options, Recipe recipe, int usualSteps) {
  /**
   * Reads a file of a pipeline that makes nothing of the size of a picture.
   *
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  public static FolderScheduler read(Path file) {
    return read(file, OptionalDouble.empty());
  }

  /**
   * Reads a file.
   *
   * @param mu what the pipeline makes of the size of the picture, for schedulers that shift by it
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  static FolderScheduler read(Path file, OptionalDouble mu) {
    JsonObject json = JsonObject.read(file);
    String name = json.text("_class_name", FlowMatchEulerConfig.CLASS);
    FolderScheduler scheduler =
        switch (name) {
          case FlowMatchEulerConfig.CLASS -> FlowMatchEulerConfig.read(json, mu).understood();
          case FlowMatchHeunConfig.CLASS -> FlowMatchHeunConfig.read(json);
          default ->
              throw json.refusedValue(
                  "_class_name",
                  "is not supported",
                  "Use a model with a " + FlowMatchEulerConfig.CLASS);
        };
    json.refuseOthers();
    return scheduler;
  }
}

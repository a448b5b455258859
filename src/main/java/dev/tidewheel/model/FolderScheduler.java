package dev.tidewheel.model;

import dev.tidewheel.sampling.Recipe;
import java.nio.file.Path;
import java.util.Map;

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
   * Reads a file.
   *
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  public static FolderScheduler read(Path file) {
    JsonObject json = JsonObject.read(file);
    String name = json.text("_class_name", FlowMatchEulerConfig.CLASS);
    if (!name.equals(FlowMatchEulerConfig.CLASS)) {
      throw json.refusedValue(
          "_class_name", "is not supported", "Use a model with a " + FlowMatchEulerConfig.CLASS);
    }
    FlowMatchEulerConfig config = FlowMatchEulerConfig.read(json);
    json.refuseOthers();
    return config.understood();
  }
}

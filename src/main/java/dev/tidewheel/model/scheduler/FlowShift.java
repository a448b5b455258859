package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a scheduler moves the times of a flow towards the noise.
 *
 * @param factor {@code sigma' = factor sigma / (1 + (factor - 1) sigma)}
 * @param dynamic whether it follows the size of the picture
 */
record FlowShift(double factor, boolean dynamic) {
  /**
   * Reads the options.
   *
   * @param key name of the static shift
   * @param mu what the pipeline makes of the size of the picture, where it does
   */
  static FlowShift read(JsonObject json, String key, OptionalDouble mu) {
    double fixed = fixed(json, key);
    String type = json.choice("time_shift_type", "exponential", List.of("exponential", "linear"));
    if (!json.flag("use_dynamic_shifting", false)) {
      return new FlowShift(fixed, false);
    }
    double exponent =
        mu.orElseThrow(
            () ->
                json.refusedValue(
                    "use_dynamic_shifting",
                    "needs a pipeline that makes a shift of the size of the picture",
                    "Set it to false and give " + key));
    return new FlowShift(type.equals("linear") ? exponent : Math.exp(exponent), true);
  }

  /** A static shift. */
  static double fixed(JsonObject json, String key) {
    double fixed = json.number(key, 1);
    if (fixed <= 0) {
      throw json.refusedValue(key, "is not above 0", "Correct it");
    }
    return fixed;
  }

  /** The last time before 0, to which the grid is stretched. */
  static OptionalDouble terminal(JsonObject json) {
    OptionalDouble terminal = json.optionalNumber("shift_terminal");
    if (terminal.isPresent() && (terminal.getAsDouble() < 0 || terminal.getAsDouble() >= 1)) {
      throw json.refusedValue("shift_terminal", "is not from 0 to 1", "Correct it");
    }
    // diffusers takes a zero for "not set".
    return terminal.isPresent() && terminal.getAsDouble() == 0 ? OptionalDouble.empty() : terminal;
  }
}

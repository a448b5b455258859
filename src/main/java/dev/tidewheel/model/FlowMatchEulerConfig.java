package dev.tidewheel.model;

import dev.tidewheel.sampling.FlowMatchEulerSchedule;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Solvers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The options of a diffusers {@code FlowMatchEulerDiscreteScheduler} that shape its grid of times.
 *
 * @param shift the static shift: {@code sigma' = shift sigma / (1 + (shift - 1) sigma)}
 * @param useKarrasSigmas whether the grid is laid again as Karras et al. (2022), equation 5, say
 * @param useExponentialSigmas whether the grid is laid again evenly in the logarithm
 * @param shiftTerminal the last time before 0, to which the grid is stretched
 * @param numTrainTimesteps the model's own time is this many times sigma
 */
record FlowMatchEulerConfig(
    double shift,
    boolean useKarrasSigmas,
    boolean useExponentialSigmas,
    OptionalDouble shiftTerminal,
    int numTrainTimesteps) {
  static final String CLASS = "FlowMatchEulerDiscreteScheduler";

  /** Steps of diffusers' flow-matching pipelines where a call says nothing. */
  private static final int USUAL_STEPS = 28;

  static FlowMatchEulerConfig read(JsonObject json) {
    refuseUnsupported(json);
    var config =
        new FlowMatchEulerConfig(
            json.number("shift", 1),
            json.flag("use_karras_sigmas", false),
            json.flag("use_exponential_sigmas", false),
            shiftTerminal(json),
            json.integer("num_train_timesteps", 1000, 1, 1_000_000));
    config.requireConsistent(json);
    return config;
  }

  FolderScheduler understood() {
    Recipe recipe =
        new Recipe(
            Parametrisation.flowMatching(numTrainTimesteps),
            Solvers.named("euler").orElseThrow(),
            new FlowMatchEulerSchedule(shift, spacing(), shiftTerminal, numTrainTimesteps));
    return new FolderScheduler(CLASS, options(), recipe, USUAL_STEPS);
  }

  private FlowMatchEulerSchedule.Spacing spacing() {
    if (useKarrasSigmas) {
      return FlowMatchEulerSchedule.Spacing.KARRAS;
    }
    return useExponentialSigmas
        ? FlowMatchEulerSchedule.Spacing.EXPONENTIAL
        : FlowMatchEulerSchedule.Spacing.EVEN;
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("shift", shift);
    options.put("useKarrasSigmas", useKarrasSigmas);
    options.put("useExponentialSigmas", useExponentialSigmas);
    shiftTerminal.ifPresent(end -> options.put("shiftTerminal", end));
    options.put("numTrainTimesteps", numTrainTimesteps);
    return options;
  }

  private void requireConsistent(JsonObject json) {
    if (shift <= 0) {
      throw json.refusedValue("shift", "is not above 0", "Correct it");
    }
    if (useKarrasSigmas && useExponentialSigmas) {
      throw json.refused(
          "use_karras_sigmas and use_exponential_sigmas exclude each other", "Set one to false");
    }
  }

  private static OptionalDouble shiftTerminal(JsonObject json) {
    OptionalDouble terminal = json.optionalNumber("shift_terminal");
    if (terminal.isPresent() && (terminal.getAsDouble() < 0 || terminal.getAsDouble() >= 1)) {
      throw json.refusedValue("shift_terminal", "is not from 0 to 1", "Correct it");
    }
    // diffusers takes a zero for "not set".
    return terminal.isPresent() && terminal.getAsDouble() == 0 ? OptionalDouble.empty() : terminal;
  }

  private static void refuseUnsupported(JsonObject json) {
    for (String option :
        new String[] {
          "use_dynamic_shifting", "invert_sigmas", "use_beta_sigmas", "stochastic_sampling"
        }) {
      if (json.flag(option, false)) {
        throw json.refusedValue(
            option, "is not supported", "Set it to false if the model allows that");
      }
    }
    // These only matter with dynamic shifting: checked for their type, then of no effect.
    json.optionalNumber("base_shift");
    json.optionalNumber("max_shift");
    json.optionalNumber("base_image_seq_len");
    json.optionalNumber("max_image_seq_len");
    json.optionalText("time_shift_type");
  }
}

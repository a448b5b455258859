package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Negated;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.schedule.FlowMatchEulerSchedule;
import dev.tidewheel.sampling.schedule.Spacing;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The options of a diffusers {@code FlowMatchEulerDiscreteScheduler}.
 *
 * @param shift of the times: {@code sigma' = shift sigma / (1 + (shift - 1) sigma)}
 * @param dynamic whether the shift follows the size of the picture
 * @param spacing how the times lie between the first and the last
 * @param shiftTerminal the last time before 0, to which the grid is stretched
 * @param inverted whether the network counts from noise to data, and answers in that direction
 * @param stochastic whether each step goes to the data and back with fresh noise
 * @param numTrainTimesteps the model's own time is this many times sigma
 * @param evenByPipeline whether the pipeline lays even times itself
 */
record FlowMatchEulerConfig(
    double shift,
    boolean dynamic,
    Spacing spacing,
    OptionalDouble shiftTerminal,
    boolean inverted,
    boolean stochastic,
    int numTrainTimesteps,
    boolean evenByPipeline) {
  static final String CLASS = "FlowMatchEulerDiscreteScheduler";

  /** Steps of diffusers' flow-matching pipelines where a call says nothing. */
  private static final int USUAL_STEPS = 28;

  /**
   * Reads the options.
   *
   * @param call what the pipeline passes on
   */
  static FlowMatchEulerConfig read(JsonObject json, SchedulerCall call) {
    FlowShift shift = FlowShift.read(json, "shift", call.mu(json));
    boolean flowSigmas = json.optionalFlag("use_flow_sigmas");
    var config =
        new FlowMatchEulerConfig(
            shift.factor(),
            shift.dynamic(),
            SpacingOption.read(json),
            FlowShift.terminal(json),
            json.flag("invert_sigmas", false),
            json.flag("stochastic_sampling", false),
            json.integer("num_train_timesteps", 1000, 1, 1_000_000),
            call.laysEvenTimes() && !flowSigmas);
    if (config.inverted && config.stochastic) {
      throw json.refused(
          "invert_sigmas with stochastic_sampling ends in fresh noise", "Set one to false");
    }
    return config;
  }

  FolderScheduler understood() {
    Solver solver = Solvers.named(stochastic ? "consistency" : "euler").orElseThrow();
    var schedule = new FlowMatchEulerSchedule(shift, last(), spacing, shiftTerminal);
    return new FolderScheduler(
        CLASS, options(), new Recipe(parametrisation(), solver, schedule), USUAL_STEPS);
  }

  private OptionalDouble last() {
    return evenByPipeline
        ? OptionalDouble.empty()
        : FlowMatchEulerSchedule.shiftedTwice(dynamic ? 1 : shift, numTrainTimesteps);
  }

  private Parametrisation parametrisation() {
    return inverted
        ? new Parametrisation(
            RectifiedPath.INSTANCE,
            new Negated(DirectPrediction.VELOCITY),
            new Clock.Reversed(numTrainTimesteps))
        : Parametrisation.flowMatching(numTrainTimesteps);
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("shift", shift);
    options.put("dynamic", dynamic);
    options.put("spacing", spacing.name().toLowerCase(Locale.ROOT));
    shiftTerminal.ifPresent(end -> options.put("shiftTerminal", end));
    options.put("inverted", inverted);
    options.put("stochastic", stochastic);
    options.put("numTrainTimesteps", numTrainTimesteps);
    return options;
  }
}

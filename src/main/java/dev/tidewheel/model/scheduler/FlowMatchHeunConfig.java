package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.schedule.FlowMatchEulerSchedule;
import dev.tidewheel.sampling.schedule.Spacing;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.Map;
import java.util.OptionalDouble;

/** The options of a diffusers {@code FlowMatchHeunDiscreteScheduler}. */
final class FlowMatchHeunConfig {
  static final String CLASS = "FlowMatchHeunDiscreteScheduler";

  private static final int USUAL_STEPS = 28;

  private FlowMatchHeunConfig() {}

  static FolderScheduler read(JsonObject json) {
    double shift = FlowShift.fixed(json, "shift");
    int times = json.integer("num_train_timesteps", 1000, 1, 1_000_000);
    var schedule =
        new FlowMatchEulerSchedule(
            shift,
            FlowMatchEulerSchedule.shiftedTwice(shift, times),
            Spacing.EVEN,
            OptionalDouble.empty());
    var recipe =
        new Recipe(
            Parametrisation.flowMatching(times), Solvers.named("heun").orElseThrow(), schedule);
    return new FolderScheduler(
        CLASS, Map.of("shift", shift, "numTrainTimesteps", times), recipe, USUAL_STEPS);
  }
}

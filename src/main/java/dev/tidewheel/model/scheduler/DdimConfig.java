package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.schedule.TrainingSchedule;
import dev.tidewheel.sampling.solver.Solvers;

/** The options of diffusers' {@code DDIMScheduler}. */
final class DdimConfig {
  static final String CLASS = "DDIMScheduler";

  private static final int USUAL_STEPS = 50;

  private DdimConfig() {}

  static FolderScheduler read(JsonObject json) {
    TrainingConfig config = new TrainingConfig(json);
    Parametrisation trained =
        Parametrisation.diffusion(
            config.stretchedTable(),
            config.prediction("epsilon", "sample", "v_prediction"),
            config.bounds(/* clipsUsually= */ true));
    TrainingSchedule schedule =
        new TrainingSchedule(
            "model",
            config.spacing("leading"),
            config.offset(),
            /* strides= */ true,
            /* endsAtFirst= */ !json.flag("set_alpha_to_one", true));
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(trained, Solvers.named("ddim").orElseThrow(), schedule),
        USUAL_STEPS);
  }
}

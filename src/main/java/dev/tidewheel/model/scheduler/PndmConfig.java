package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.schedule.TrainingSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.Optional;

/** The options of diffusers' {@code PNDMScheduler}. */
final class PndmConfig {
  static final String CLASS = "PNDMScheduler";

  private static final int USUAL_STEPS = 50;

  private PndmConfig() {}

  static FolderScheduler read(JsonObject json) {
    TrainingConfig config = new TrainingConfig(json);
    Parametrisation trained =
        Parametrisation.diffusion(
            config.table(), config.prediction("epsilon", "v_prediction"), Optional.empty());
    TrainingSchedule schedule =
        new TrainingSchedule(
            "model",
            config.spacing("leading"),
            config.offset(),
            /* strides= */ true,
            /* endsAtFirst= */ !json.flag("set_alpha_to_one", false));
    String solver = json.flag("skip_prk_steps", false) ? "plms" : "pndm";
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(trained, Solvers.named(solver).orElseThrow(), schedule),
        USUAL_STEPS);
  }
}

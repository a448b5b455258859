package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.schedule.LatentConsistencySchedule;
import dev.tidewheel.sampling.solver.LatentConsistency;

/** The options of diffusers' {@code LCMScheduler}. */
final class LcmConfig {
  static final String CLASS = "LCMScheduler";

  private static final int USUAL_STEPS = 4;

  private LcmConfig() {}

  static FolderScheduler read(JsonObject json) {
    TrainingConfig config = new TrainingConfig(json);
    Parametrisation trained =
        Parametrisation.diffusion(
            config.stretchedTable(0.00085, 0.012, "scaled_linear"),
            config.prediction("epsilon", "sample", "v_prediction"),
            config.bounds(/* clipsUsually= */ false));
    int distilled = json.integer("original_inference_steps", 50, 1, config.steps());
    double scaling = json.number("timestep_scaling", 10);
    ignoreWithoutEffect(json, config);
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(
            trained, new LatentConsistency(scaling), new LatentConsistencySchedule(distilled)),
        USUAL_STEPS);
  }

  /** Checked for their type; the times are those of the distillation, and the end is the data. */
  private static void ignoreWithoutEffect(JsonObject json, TrainingConfig config) {
    json.flag("set_alpha_to_one", true);
    config.offset();
    json.text("timestep_spacing", "leading");
  }
}

package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.TrainingSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;

/** The options of diffusers' {@code DDPMScheduler}. */
final class DdpmConfig {
  static final String CLASS = "DDPMScheduler";

  private DdpmConfig() {}

  static FolderScheduler read(JsonObject json) {
    TrainingConfig config = new TrainingConfig(json);
    TrainingTable table = config.stretchedTable("sigmoid", "laplace");
    if (table.timesWithoutData() > 1) {
      throw json.refused(
          "the betas leave nothing of the data at %d training times, where a step has no numbers"
              .formatted(table.timesWithoutData()),
          "Set a smaller beta_end");
    }
    Parametrisation trained =
        Parametrisation.diffusion(
            table,
            config.prediction("epsilon", "sample", "v_prediction"),
            config.bounds(/* clipsUsually= */ true));
    TrainingSchedule schedule =
        new TrainingSchedule(
            "model",
            config.spacing("leading"),
            config.offset(),
            /* strides= */ false,
            /* endsAtFirst= */ false);
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(trained, Solvers.named(solver(json)).orElseThrow(), schedule),
        config.steps());
  }

  private static String solver(JsonObject json) {
    // diffusers takes a null for the small one.
    String type = json.optionalText("variance_type").orElse("fixed_small");
    if (type.equals("fixed_large_log")) {
      throw json.refusedValue(
          "variance_type", "gives no numbers in diffusers", "Set it to fixed_large");
    }
    if (!List.of("fixed_small", "fixed_small_log", "fixed_large").contains(type)) {
      throw json.refusedValue(
          "variance_type", "is not supported", "Set it to fixed_small or fixed_large");
    }
    return type.equals("fixed_large") ? "ddpm:large" : "ddpm";
  }
}

package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.ConsistencyPrediction;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Shaping;
import dev.tidewheel.sampling.path.VarianceExplodingPath;
import dev.tidewheel.sampling.schedule.ConsistencySchedule;
import dev.tidewheel.sampling.solver.ConsistencySampler;
import java.util.Optional;

/** The options of diffusers' {@code CMStochasticIterativeScheduler}. */
final class ConsistencyConfig {
  static final String CLASS = "CMStochasticIterativeScheduler";

  private static final int USUAL_STEPS = 1;
  private static final double TOLD = 250;

  private ConsistencyConfig() {}

  static FolderScheduler read(JsonObject json) {
    double least = positive(json, "sigma_min", 0.002);
    double most = positive(json, "sigma_max", 80);
    double deviation = positive(json, "sigma_data", 0.5);
    if (least >= most) {
      throw json.refused("sigma_min is not below sigma_max", "Correct them");
    }
    requireNumberAtTheEnd(json, (float) least, least);
    boolean clips = json.flag("clip_denoised", true);
    Parametrisation trained =
        new Parametrisation(
            new VarianceExplodingPath(least, most),
            new ConsistencyPrediction(deviation, least),
            new Clock.Logarithmic(TOLD),
            clips ? Optional.of(new Shaping.Clip(1)) : Optional.empty());
    ConsistencySchedule schedule =
        new ConsistencySchedule(
            json.integer("num_train_timesteps", 40, 2, 1_000_000), positive(json, "rho", 7));
    ConsistencySampler solver = new ConsistencySampler(json.number("s_noise", 1));
    return new FolderScheduler(
        CLASS, json.settings(), new Recipe(trained, solver, schedule), USUAL_STEPS);
  }

  /** The last step takes the root of a difference that rounding can make negative. */
  private static void requireNumberAtTheEnd(JsonObject json, float rounded, double exact) {
    if (rounded * rounded - (float) (exact * exact) < 0) {
      throw json.refusedValue(
          "sigma_min", "gives no numbers in diffusers", "Change its last digit");
    }
  }

  private static double positive(JsonObject json, String key, double standard) {
    double number = json.number(key, standard);
    if (number <= 0) {
      throw json.refusedValue(key, "is not above 0", "Correct it");
    }
    return number;
  }
}

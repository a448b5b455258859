package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Shaping;
import dev.tidewheel.sampling.path.Betas;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.TimestepSpacing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options that diffusers' schedulers for diffusion in discrete time have in common. */
final class TrainingConfig {
  private static final int MOST_STEPS = 1_000_000;

  private final JsonObject json;

  TrainingConfig(JsonObject json) {
    this.json = json;
  }

  /** Number of training times. */
  int steps() {
    return json.integer("num_train_timesteps", 1000, 2, MOST_STEPS);
  }

  /** The table with the standard values that most schedulers have. */
  TrainingTable table(String... furtherSchedules) {
    return table(0.0001, 0.02, "linear", furtherSchedules);
  }

  /**
   * The table of kept variances, before any stretching.
   *
   * @param start standard value of {@code beta_start}
   * @param end standard value of {@code beta_end}
   * @param schedule standard value of {@code beta_schedule}
   * @param furtherSchedules beta schedules that only this scheduler has
   */
  TrainingTable table(double start, double end, String schedule, String... furtherSchedules) {
    return TrainingTable.of(betas(start, end, schedule, furtherSchedules));
  }

  /** The same, stretched to zero SNR where the file says so. */
  TrainingTable stretchedTable(
      double start, double end, String schedule, String... furtherSchedules) {
    float[] betas = betas(start, end, schedule, furtherSchedules);
    return TrainingTable.of(reachesZeroSnr() ? Betas.withoutDataAtTheEnd(betas) : betas);
  }

  /** The same with the standard values that most schedulers have. */
  TrainingTable stretchedTable(String... furtherSchedules) {
    return stretchedTable(0.0001, 0.02, "linear", furtherSchedules);
  }

  /** Whether nothing of the data is left at the last training time. */
  boolean reachesZeroSnr() {
    return json.flag("rescale_betas_zero_snr", false);
  }

  private float[] betas(double start, double end, String schedule, String... further) {
    int steps = steps();
    double first = json.number("beta_start", start);
    double last = json.number("beta_end", end);
    String name = json.text("beta_schedule", schedule);
    Optional<List<Double>> trained = json.optionalNumbers("trained_betas");
    if (trained.isPresent()) {
      return checked(trained.get(), steps);
    }
    List<String> known = new ArrayList<>(List.of("linear", "scaled_linear", "squaredcos_cap_v2"));
    known.addAll(List.of(further));
    if (!known.contains(name)) {
      throw json.refusedValue(
          "beta_schedule", "is not one of " + String.join(", ", known), "Correct it");
    }
    boolean between = !List.of("squaredcos_cap_v2", "laplace").contains(name);
    if (between && !(first > 0 && first < 1 && last > 0 && last < 1)) {
      throw json.refused("beta_start and beta_end are not between 0 and 1", "Correct them");
    }
    return switch (name) {
      case "linear" -> Betas.linear(first, last, steps);
      case "scaled_linear" -> Betas.scaledLinear(first, last, steps);
      case "squaredcos_cap_v2" -> Betas.cosine(steps);
      case "laplace" -> Betas.laplace(steps);
      default -> Betas.sigmoid(first, last, steps);
    };
  }

  private float[] checked(List<Double> trained, int steps) {
    float[] betas = new float[trained.size()];
    for (int i = 0; i < betas.length; i++) {
      betas[i] = trained.get(i).floatValue();
      if (!(betas[i] > 0 && betas[i] < 1)) {
        throw json.refused(
            "trained_betas has %s, which is not between 0 and 1".formatted(betas[i]), "Correct it");
      }
    }
    if (betas.length != steps) {
      throw json.refused(
          "trained_betas has %d numbers for %d training steps".formatted(betas.length, steps),
          "Set num_train_timesteps to their number");
    }
    return betas;
  }

  /**
   * What the output means.
   *
   * @param types the values of {@code prediction_type} that this scheduler knows
   */
  DirectPrediction prediction(String... types) {
    return switch (json.choice("prediction_type", "epsilon", List.of(types))) {
      case "epsilon" -> DirectPrediction.NOISE;
      case "v_prediction" -> DirectPrediction.V;
      default -> DirectPrediction.DATA;
    };
  }

  /** What keeps the expected data within bounds. */
  Optional<Shaping> bounds(boolean clipsUsually) {
    boolean clips = json.flag("clip_sample", clipsUsually);
    double limit = json.number("clip_sample_range", 1);
    boolean follows = json.flag("thresholding", false);
    double ratio = json.number("dynamic_thresholding_ratio", 0.995);
    double most = json.number("sample_max_value", 1);
    if (follows && !(ratio >= 0 && ratio <= 1)) {
      throw json.refusedValue("dynamic_thresholding_ratio", "is not from 0 to 1", "Correct it");
    }
    if (follows && most <= 0) {
      throw json.refusedValue("sample_max_value", "is not above 0", "Correct it");
    }
    if (follows) {
      return Optional.of(new Shaping.Threshold(ratio, most));
    }
    if (clips && limit < 0) {
      throw json.refusedValue("clip_sample_range", "is below 0", "Correct it");
    }
    return clips ? Optional.of(new Shaping.Clip(limit)) : Optional.empty();
  }

  /** Which training times are visited. */
  TimestepSpacing spacing(String standard) {
    return TimestepSpacing.valueOf(
        json.choice("timestep_spacing", standard, List.of("leading", "trailing", "linspace"))
            .toUpperCase(Locale.ROOT));
  }

  /** What is added to every time of the leading spacing. */
  int offset() {
    return json.integer("steps_offset", 0, 0, MOST_STEPS);
  }
}

package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.SigmaSchedule;
import dev.tidewheel.sampling.schedule.SigmaSchedule.End;
import dev.tidewheel.sampling.schedule.SigmaSchedule.Interpolation;
import dev.tidewheel.sampling.schedule.SigmaSchedule.Told;
import dev.tidewheel.sampling.schedule.Spacing;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The options of diffusers' {@code EulerDiscreteScheduler} and its ancestral kin. */
final class EulerConfig {
  static final String CLASS = "EulerDiscreteScheduler";
  static final String ANCESTRAL = "EulerAncestralDiscreteScheduler";

  private static final int USUAL_STEPS = 50;

  private final JsonObject json;
  private final TrainingConfig config;
  private final TrainingTable table;

  private EulerConfig(JsonObject json) {
    this.json = json;
    this.config = new TrainingConfig(json);
    TrainingTable stretched = config.stretchedTable();
    this.table = config.reachesZeroSnr() ? stretched.neverWithoutData() : stretched;
  }

  static FolderScheduler ancestral(JsonObject json) {
    EulerConfig euler = new EulerConfig(json);
    SigmaSchedule schedule =
        new SigmaSchedule(
            euler.config.spacing("linspace"),
            euler.config.offset(),
            Interpolation.LINEAR,
            Spacing.EVEN,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            End.ZERO,
            Told.TRAINING_TIME);
    DirectPrediction prediction = euler.config.prediction("epsilon", "v_prediction");
    return euler.understood(ANCESTRAL, prediction, "euler-ancestral", schedule);
  }

  static FolderScheduler read(JsonObject json) {
    EulerConfig euler = new EulerConfig(json);
    DirectPrediction prediction =
        euler.config.prediction("epsilon", "sample", "original_sample", "v_prediction");
    return euler.understood(CLASS, prediction, "euler", euler.schedule(prediction));
  }

  private FolderScheduler understood(
      String name, DirectPrediction prediction, String solver, SigmaSchedule schedule) {
    return new FolderScheduler(
        name,
        json.settings(),
        new Recipe(
            Parametrisation.diffusion(table, prediction, Optional.empty()),
            Solvers.named(solver).orElseThrow(),
            schedule),
        USUAL_STEPS);
  }

  private SigmaSchedule schedule(DirectPrediction prediction) {
    String type = json.choice("timestep_type", "discrete", List.of("discrete", "continuous"));
    String end = json.choice("final_sigmas_type", "zero", List.of("zero", "sigma_min"));
    String between = json.choice("interpolation_type", "linear", List.of("linear", "log_linear"));
    return new SigmaSchedule(
        config.spacing("linspace"),
        config.offset(),
        between.equals("linear") ? Interpolation.LINEAR : Interpolation.LOG_LINEAR,
        SpacingOption.read(json),
        sigma("sigma_max"),
        sigma("sigma_min"),
        end.equals("zero") ? End.ZERO : End.LEAST,
        type.equals("continuous") && prediction == DirectPrediction.V
            ? Told.LOGARITHM
            : Told.TRAINING_TIME);
  }

  private OptionalDouble sigma(String key) {
    OptionalDouble sigma = json.optionalNumber(key);
    if (sigma.isPresent() && sigma.getAsDouble() <= 0) {
      throw json.refusedValue(key, "is not above 0", "Correct it");
    }
    return sigma;
  }
}

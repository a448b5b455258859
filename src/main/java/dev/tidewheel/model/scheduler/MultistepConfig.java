package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Shaping;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.MultistepSchedule;
import dev.tidewheel.sampling.schedule.Spacing;
import java.util.List;
import java.util.Optional;

/**
 * The options that {@code DPMSolverMultistepScheduler} and {@code UniPCMultistepScheduler} share.
 *
 * @param flow whether the path is the rectified one
 * @param trainSteps number of training times
 * @param table the table of the path of diffusion; also a flow may end at its first time
 * @param spacing how noise levels are chosen, where not by time
 * @param order of the solver
 * @param lowerOrderFinal whether the last steps have lower orders
 * @param toData whether the way ends at pure data
 * @param parametrisation how the network was trained
 */
record MultistepConfig(
    boolean flow,
    int trainSteps,
    TrainingTable table,
    Spacing spacing,
    int order,
    boolean lowerOrderFinal,
    boolean toData,
    Parametrisation parametrisation) {
  /** Steps of diffusers' pipelines where a call says nothing. */
  static final int USUAL_STEPS = 50;

  private static final String FLOW = "flow_prediction";

  static MultistepConfig read(JsonObject json) {
    TrainingConfig training = new TrainingConfig(json);
    TrainingTable betas = training.stretchedTable();
    TrainingTable table = training.reachesZeroSnr() ? betas.neverWithoutData() : betas;
    boolean flow = json.flag("use_flow_sigmas", false);
    DirectPrediction prediction = prediction(json, training, flow);
    return new MultistepConfig(
        flow,
        training.steps(),
        table,
        SpacingOption.read(json),
        json.integer("solver_order", 2, 1, 3),
        json.flag("lower_order_final", true),
        json.choice("final_sigmas_type", "zero", List.of("zero", "sigma_min")).equals("zero"),
        parametrisation(flow, training.steps(), table, prediction, bounds(training)));
  }

  private static DirectPrediction prediction(
      JsonObject json, TrainingConfig training, boolean flow) {
    DirectPrediction prediction = training.prediction("epsilon", "sample", "v_prediction", FLOW);
    boolean velocity = json.text("prediction_type", "epsilon").equals(FLOW);
    if (velocity && !flow) {
      throw json.refusedValue(
          "prediction_type", "needs use_flow_sigmas", "Set use_flow_sigmas to true");
    }
    if (flow && prediction == DirectPrediction.V) {
      throw json.refusedValue(
          "prediction_type", "does not go with use_flow_sigmas", "Set it to flow_prediction");
    }
    return velocity ? DirectPrediction.VELOCITY : prediction;
  }

  /** These schedulers know dynamic thresholding, but no clipping. */
  private static Optional<Shaping> bounds(TrainingConfig training) {
    return training.bounds(false).filter(Shaping.Threshold.class::isInstance);
  }

  private static Parametrisation parametrisation(
      boolean flow,
      int trainSteps,
      TrainingTable table,
      DirectPrediction prediction,
      Optional<Shaping> bounds) {
    return flow
        ? new Parametrisation(
            RectifiedPath.INSTANCE, prediction, new Clock.Scaled(trainSteps), bounds)
        : Parametrisation.diffusion(table, prediction, bounds);
  }

  /** Whether the network predicts a velocity, which solvers of the noise do not take. */
  boolean predictsVelocity() {
    return parametrisation.prediction() == DirectPrediction.VELOCITY;
  }

  /** A grid on the path of diffusion. */
  MultistepSchedule schedule(MultistepSchedule.Stops stops, MultistepSchedule.End end) {
    return new MultistepSchedule((DiscretePath) parametrisation.path(), stops, end);
  }

  /** The same for a solver that keeps nothing in bounds. */
  MultistepConfig withoutBounds() {
    Parametrisation free =
        new Parametrisation(
            parametrisation.path(), parametrisation.prediction(), parametrisation.clock());
    return new MultistepConfig(
        flow, trainSteps, table, spacing, order, lowerOrderFinal, toData, free);
  }
}

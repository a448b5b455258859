package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.DpmFlowSchedule;
import dev.tidewheel.sampling.schedule.MultistepSchedule;
import dev.tidewheel.sampling.schedule.MultistepSchedule.End;
import dev.tidewheel.sampling.schedule.Spacing;
import dev.tidewheel.sampling.solver.DpmSolver;
import dev.tidewheel.sampling.solver.DpmSolver.Derivative;
import dev.tidewheel.sampling.solver.Exponential;
import java.util.List;

/** The options of a diffusers {@code DPMSolverMultistepScheduler}. */
final class DpmSolverConfig {
  static final String CLASS = "DPMSolverMultistepScheduler";

  private DpmSolverConfig() {}

  static FolderScheduler read(JsonObject json) {
    MultistepConfig config = MultistepConfig.read(json);
    Exponential equation = equation(json);
    if (config.toData() && !predictsData(equation)) {
      throw json.refusedValue("algorithm_type", "needs final_sigmas_type sigma_min", "Set either");
    }
    if (config.predictsVelocity() && !predictsData(equation)) {
      throw json.refusedValue(
          "algorithm_type", "does not go with flow_prediction", "Set it to dpmsolver++");
    }
    if (config.order() == 3 && equation == Exponential.NOISE_SDE) {
      throw json.refusedValue("solver_order", "does not go with sde-dpmsolver", "Set it to 2");
    }
    if (json.optionalText("variance_type").filter(type -> type.startsWith("learned")).isPresent()) {
      throw json.refusedValue("variance_type", "is not supported", "Set it to null");
    }
    // Only with a pipeline that makes a shift of the size of the picture.
    json.flag("use_dynamic_shifting", false);
    json.text("time_shift_type", "exponential");
    var ending = new DpmSolver.Ending(config.lowerOrderFinal(), json.flag("euler_at_final", false));
    var solver = new DpmSolver("model", equation, config.order(), derivative(json), ending);
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(config.parametrisation(), solver, schedule(json, config)),
        MultistepConfig.USUAL_STEPS);
  }

  private static Exponential equation(JsonObject json) {
    List<String> types = List.of("dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver");
    return switch (json.choice("algorithm_type", "dpmsolver++", types)) {
      case "sde-dpmsolver++" -> Exponential.DATA_SDE;
      case "dpmsolver" -> Exponential.NOISE;
      case "sde-dpmsolver" -> Exponential.NOISE_SDE;
      default -> Exponential.DATA;
    };
  }

  private static boolean predictsData(Exponential equation) {
    return equation == Exponential.DATA || equation == Exponential.DATA_SDE;
  }

  /** Names of other schedulers' types stand for the midpoint, as in diffusers. */
  private static Derivative derivative(JsonObject json) {
    List<String> types = List.of("midpoint", "heun", "logrho", "bh1", "bh2");
    return json.choice("solver_type", "midpoint", types).equals("heun")
        ? Derivative.HEUN
        : Derivative.MIDPOINT;
  }

  private static Schedule schedule(JsonObject json, MultistepConfig config) {
    MultistepSchedule.Stops stops = stops(json, config);
    double shift = FlowShift.fixed(json, "flow_shift");
    if (config.flow()) {
      if (!(stops instanceof MultistepSchedule.ByTime)) {
        throw json.refused(
            "use_flow_sigmas does not go with another way to choose sigmas", "Set one to false");
      }
      double end = config.toData() ? 0 : config.table().sigma(0);
      return new DpmFlowSchedule(shift, config.trainSteps(), end);
    }
    return config.schedule(stops, config.toData() ? End.DATA : End.FIRST_TIME);
  }

  private static MultistepSchedule.Stops stops(JsonObject json, MultistepConfig config) {
    boolean lu = json.flag("use_lu_lambdas", false);
    TrainingConfig training = new TrainingConfig(json);
    var byTime =
        new MultistepSchedule.ByTime(
            training.spacing("linspace"),
            training.offset(),
            json.limit("lambda_min_clipped", Double.NEGATIVE_INFINITY));
    boolean cosine = json.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
    TrainingTable table = config.table();
    if (config.spacing() == Spacing.KARRAS || !lu) {
      return config.spacing() == Spacing.EVEN
          ? byTime
          : new MultistepSchedule.ByLevel(
              config.spacing(),
              table.sigma(table.last()),
              table.sigma(0),
              config.spacing() == Spacing.KARRAS && !cosine);
    }
    return new MultistepSchedule.ByLevel(
        Spacing.EXPONENTIAL, table.sigmaOfLog(table.last()), table.sigmaOfLog(0), !cosine);
  }
}

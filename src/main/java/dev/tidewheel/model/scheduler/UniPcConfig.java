package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.schedule.MultistepSchedule;
import dev.tidewheel.sampling.schedule.MultistepSchedule.End;
import dev.tidewheel.sampling.schedule.Spacing;
import dev.tidewheel.sampling.schedule.UniPcFlowSchedule;
import dev.tidewheel.sampling.solver.Exponential;
import dev.tidewheel.sampling.solver.UniPc;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The options of a diffusers {@code UniPCMultistepScheduler}. */
final class UniPcConfig {
  static final String CLASS = "UniPCMultistepScheduler";

  private UniPcConfig() {}

  /**
   * Reads the options.
   *
   * @param mu what the pipeline makes of the size of the picture, where it does
   */
  static FolderScheduler read(JsonObject json, OptionalDouble mu) {
    MultistepConfig asked = MultistepConfig.read(json);
    UniPc solver = solver(json, asked);
    // diffusers does not threshold where it predicts noise.
    MultistepConfig config = solver.equation() == Exponential.DATA ? asked : asked.withoutBounds();
    if (!json.isNull("solver_p") && json.keys().contains("solver_p")) {
      throw json.refusedValue("solver_p", "is not supported", "Set it to null");
    }
    refuseWhatHasNoEnd(json, config, solver);
    return new FolderScheduler(
        CLASS,
        json.settings(),
        new Recipe(config.parametrisation(), solver, schedule(json, config, mu)),
        MultistepConfig.USUAL_STEPS);
  }

  private static UniPc solver(JsonObject json, MultistepConfig config) {
    Exponential equation = json.flag("predict_x0", true) ? Exponential.DATA : Exponential.NOISE;
    // Names of other schedulers' types stand for bh2, as in diffusers.
    List<String> types = List.of("bh1", "bh2", "midpoint", "heun", "logrho");
    UniPc.B b = json.choice("solver_type", "bh2", types).equals("bh1") ? UniPc.B.BH1 : UniPc.B.BH2;
    List<Integer> uncorrected = json.integers("disable_corrector", List.of(), 0, 1_000_000);
    return new UniPc(
        "model", equation, config.order(), b, config.lowerOrderFinal(), Set.copyOf(uncorrected));
  }

  /** A step to pure data has an infinite length, by which these divide. */
  private static void refuseWhatHasNoEnd(JsonObject json, MultistepConfig config, UniPc solver) {
    if (config.toData() && solver.b() == UniPc.B.BH1) {
      throw json.refusedValue("solver_type", "needs final_sigmas_type sigma_min", "Set either");
    }
    if (config.toData() && solver.equation() == Exponential.NOISE) {
      throw json.refusedValue("predict_x0", "needs final_sigmas_type sigma_min", "Set either");
    }
    if (config.predictsVelocity() && solver.equation() == Exponential.NOISE) {
      throw json.refusedValue("predict_x0", "does not go with flow_prediction", "Set it to true");
    }
    if (config.toData() && config.order() > 1 && !config.lowerOrderFinal()) {
      throw json.refusedValue(
          "lower_order_final", "needs final_sigmas_type sigma_min", "Set either");
    }
  }

  private static Schedule schedule(JsonObject json, MultistepConfig config, OptionalDouble mu) {
    FlowShift shift = FlowShift.read(json, "flow_shift", mu);
    OptionalDouble terminal = FlowShift.terminal(json);
    TrainingTable table = config.table();
    double least = json.optionalNumber("sigma_min").orElse(table.sigma(0));
    double most = json.optionalNumber("sigma_max").orElse(table.sigma(table.last()));
    var byTime = byTime(json);
    if (config.flow()) {
      return flow(json, config, shift, terminal, most, least);
    }
    if (terminal.isPresent()) {
      throw json.refusedValue("shift_terminal", "needs use_flow_sigmas", "Set it to null");
    }
    if (config.spacing() == Spacing.EVEN) {
      return config.schedule(byTime, config.toData() ? End.DATA : End.FIRST_TIME);
    }
    var byLevel =
        new MultistepSchedule.ByLevel(
            config.spacing(), most, least, config.spacing() == Spacing.KARRAS);
    return config.schedule(byLevel, config.toData() ? End.DATA : End.LAST_STOP);
  }

  private static MultistepSchedule.ByTime byTime(JsonObject json) {
    TrainingConfig training = new TrainingConfig(json);
    return new MultistepSchedule.ByTime(
        training.spacing("linspace"), training.offset(), Double.NEGATIVE_INFINITY);
  }

  private static Schedule flow(
      JsonObject json,
      MultistepConfig config,
      FlowShift shift,
      OptionalDouble terminal,
      double most,
      double least) {
    UniPcFlowSchedule.Sigmas sigmas =
        switch (config.spacing()) {
          case EVEN -> UniPcFlowSchedule.shifted(shift.factor(), terminal, config.trainSteps());
          case KARRAS -> UniPcFlowSchedule.karras(most, least);
          default ->
              throw json.refused(
                  "use_flow_sigmas goes with use_karras_sigmas at most", "Set one to false");
        };
    return new UniPcFlowSchedule(sigmas, config.trainSteps(), config.toData());
  }
}

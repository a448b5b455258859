package dev.tidewheel.worker;

import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import java.util.List;

/** What whoever receives a picture should know about it. */
final class Notes {
  private Notes() {}

  /** The notes of a way; none where everything is as it seems. */
  static List<String> of(String model, Sampling sampling) {
    if (sampling.solver() instanceof CalibratedSolver fitted) {
      return fitted.covers(sampling.guidance()) ? List.of() : List.of(beyond(model, sampling));
    }
    return sampling.steps() instanceof Steps.Adaptive ? List.of(uncalibrated(model)) : List.of();
  }

  private static String beyond(String model, Sampling sampling) {
    return "guidance %s lies outside the scales for which model %s was calibrated"
        .formatted(sampling.guidance(), model);
  }

  private static String uncalibrated(String model) {
    return "steps.tolerance was kept by a general rule, not by a calibration of model %s: ask for"
            .formatted(model)
        + " solver "
        + CalibratedSolver.NAME;
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.sampling.CalibratedSolver;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import java.util.List;

/** What whoever receives a picture should know about it. */
final class Notes {
  private Notes() {}

  /** The notes of a way; none where everything is as it seems. */
  static List<String> of(String model, Sampling sampling) {
    return sampling.steps() instanceof Steps.Adaptive
            && !(sampling.solver() instanceof CalibratedSolver)
        ? List.of(
            "steps.tolerance was kept by a general rule, not by a calibration of model "
                + model
                + ": calibrate the model and ask for solver "
                + CalibratedSolver.NAME)
        : List.of();
  }
}

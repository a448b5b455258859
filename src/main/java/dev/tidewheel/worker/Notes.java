package dev.tidewheel.worker;

import dev.tidewheel.admission.Order;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import java.util.List;
import java.util.stream.Stream;

/** What whoever receives a picture should know about it. */
final class Notes {
  private Notes() {}

  /**
   * The notes of a picture; none where everything is as it seems.
   *
   * @param order what was drawn
   * @param further what only the model knows, such as how much of a prompt was cut
   */
  static List<String> of(String model, Order order, List<String> further) {
    return Stream.of(order.notes(), further, ofWay(model, order.sampling()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> ofWay(String model, Sampling sampling) {
    if (sampling.solver() instanceof CalibratedSolver fitted) {
      return fitted.covers(sampling.guidance().scale())
          ? List.of()
          : List.of(beyond(model, sampling));
    }
    return sampling.steps() instanceof Steps.Adaptive ? List.of(uncalibrated(model)) : List.of();
  }

  private static String beyond(String model, Sampling sampling) {
    return "guidance %s lies outside the scales for which model %s was calibrated"
        .formatted(sampling.guidance().scale(), model);
  }

  private static String uncalibrated(String model) {
    return "steps.tolerance was kept by a general rule, not by a calibration of model %s: ask for"
            .formatted(model)
        + " solver "
        + CalibratedSolver.NAME;
  }
}

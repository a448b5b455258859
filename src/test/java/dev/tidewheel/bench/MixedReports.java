package dev.tidewheel.bench;

import java.nio.file.Path;
import java.util.List;

/** Reports as if measured. */
public final class MixedReports {
  private MixedReports() {}

  /** A tolerance that draws an image in a second, and two fixed ways that take longer. */
  public static MixedReport report(double bestSeconds, double eulerSeconds) {
    return MixedReport.of(
        new MixedBenchmarkSettings(
            List.of(Path.of("models/one")), List.of(3.0, 1.0), 0.03, 10, 7, 12, 60, 2, "cpu", 2, 8),
        new Machine(2, "processor", "Linux", "Java", "2.7.1"),
        0.25,
        18,
        new MixedReport.Reference(60, 180),
        List.of(
            measured(new MixedWay.Tolerant(0.03), 8, 1, 0.04),
            measured(new MixedWay.Fixed("ab2", "linear", 14), 14, bestSeconds, 0.039),
            measured(new MixedWay.Fixed("euler", "linear", 30), 30, eulerSeconds, 0.04)));
  }

  private static MixedReport.Measured measured(
      MixedWay way, int evaluations, double seconds, double error) {
    EndErrors errors = new EndErrors(evaluations, error / 2, error, error / 3, error);
    return new MixedReport.Measured(
        way,
        new LoadErrors(
            errors,
            evaluations - 1,
            evaluations + 1,
            List.of(
                new LoadErrors.OfKind("one", 1, "calibrated", 5, errors, evaluations, evaluations),
                new LoadErrors.OfKind("one", 3, "ab2", 5, errors, evaluations, evaluations))),
        List.of(pass(evaluations, seconds), pass(evaluations, 1.2 * seconds)));
  }

  private static MixedPass pass(int evaluations, double seconds) {
    return new MixedPass(
        10,
        Math.round(seconds * 1e10),
        10L * evaluations,
        15L * evaluations,
        new TickTotals(10, 9, 1, 1, 1, 0));
  }
}

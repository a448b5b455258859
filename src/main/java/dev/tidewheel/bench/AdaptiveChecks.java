package dev.tidewheel.bench;

import dev.tidewheel.bench.AdaptiveReport.ByLot;
import dev.tidewheel.bench.AdaptiveReport.Check;
import dev.tidewheel.bench.AdaptiveReport.Fixed;
import dev.tidewheel.bench.AdaptiveReport.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is asked of adaptive steps and of fitted rows. */
final class AdaptiveChecks {
  private static final double OF_EULER = 0.40;
  private static final double FITTED_OF_EULER = 0.30;
  private static final double FITTED_OF_BEST = 0.75;
  private static final double GUIDED_OF_BEST = 0.90;
  private static final double HIGH_OF_BEST = 1;
  private static final double FACTOR = 2;
  private static final double LEAST_ERROR = 0.01;
  private static final double MOST_ERROR = 0.1;

  private AdaptiveChecks() {}

  static List<Check> of(double guidance, List<Fixed> fixed, List<Line> lines) {
    List<Check> checks = new ArrayList<>();
    fitted(guidance, fixed, checks);
    List<Line> usual =
        lines.stream()
            .filter(line -> line.errors().mean() >= LEAST_ERROR)
            .filter(line -> line.errors().mean() <= MOST_ERROR)
            .toList();
    worst(checks, "adaptive, of Euler, at equal mean error", usual, Line::ofEuler, OF_EULER);
    worst(checks, "adaptive, of the best, at equal p95", usual, Line::ofBestHigh, HIGH_OF_BEST);
    worst(checks, "error over tolerance, or its inverse", lines, AdaptiveChecks::off, FACTOR);
    List<ByLot> lots = lines.stream().flatMap(line -> line.byLot().stream()).toList();
    usual(checks, "mean error over that by lot", lots.stream().map(ByLot::mean));
    usual(checks, "rms over that by lot", lots.stream().map(ByLot::rms));
    return List.copyOf(checks);
  }

  private static void fitted(double guidance, List<Fixed> fixed, List<Check> checks) {
    AdaptiveReport.mean(fixed.stream().map(Fixed::ofBest).toList())
        .ifPresent(
            mean ->
                checks.add(
                    new Check(
                        "calibrated rows, of the best, at equal mean error",
                        mean,
                        guidance > 1 ? GUIDED_OF_BEST : FITTED_OF_BEST)));
    if (guidance <= 1) {
      AdaptiveReport.mean(fixed.stream().map(Fixed::ofEuler).toList())
          .ifPresent(
              mean ->
                  checks.add(
                      new Check(
                          "calibrated rows, of Euler, at equal mean error",
                          mean,
                          FITTED_OF_EULER)));
    }
  }

  /** Images are few and a choice gains little, so one tolerance alone says nothing. */
  private static void usual(List<Check> checks, String what, Stream<PairedShare> shares) {
    shares
        .mapToDouble(PairedShare::value)
        .average()
        .ifPresent(mean -> checks.add(new Check(what + ", all tolerances", mean, 1)));
  }

  private interface Figure {
    double of(Line line);
  }

  private static void worst(
      List<Check> checks, String what, List<Line> lines, Figure figure, double most) {
    lines.stream()
        .mapToDouble(figure::of)
        .filter(Double::isFinite)
        .max()
        .ifPresent(worst -> checks.add(new Check(what + ", worst", worst, most)));
  }

  /** Over all pictures and numbers, so that the few that end elsewhere count. */
  private static double off(Line line) {
    double ratio = line.errors().rms() / line.tolerance();
    return Math.max(ratio, 1 / ratio);
  }
}

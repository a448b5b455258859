package dev.tidewheel.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Error by evaluations, a straight line between measured points where both are logarithms, and the
 * last lines drawn on beyond them.
 */
final class ErrorCurve {
  private final List<double[]> points = new ArrayList<>();

  /**
   * Makes a curve; points that spend more for a larger error are left out.
   *
   * @param measured several numbers of evaluations, or none for a curve that nobody measured
   * @param error which of the errors
   */
  ErrorCurve(List<EndErrors> measured, ToDoubleFunction<EndErrors> error) {
    measured.stream()
        .sorted(Comparator.comparingDouble(EndErrors::evaluations))
        .forEach(
            each -> {
              double[] point = {Math.log(each.evaluations()), Math.log(error.applyAsDouble(each))};
              if (points.isEmpty() || point[1] < points.getLast()[1]) {
                points.add(point);
              }
            });
    if (points.size() == 1) {
      throw new BenchmarkException("more evaluations brought no smaller error");
    }
  }

  /** The evaluations that reach an error; NaN on a curve that nobody measured. */
  double evaluationsAt(double error) {
    if (points.isEmpty()) {
      return Double.NaN;
    }
    double wanted = Math.log(error);
    int i = 1;
    while (i + 1 < points.size() && points.get(i)[1] > wanted) {
      i++;
    }
    double[] from = points.get(i - 1);
    double[] to = points.get(i);
    double share = (wanted - from[1]) / (to[1] - from[1]);
    return Math.exp(from[0] + share * (to[0] - from[0]));
  }
}

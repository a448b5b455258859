package dev.tidewheel.calibration;

import java.util.Arrays;

/** Places of evaluations in the manner of those of another way. */
final class Places {
  /** How far the first evaluation is after the most noise, in steps over their number. */
  private static final double AHEAD = 1.6;

  private Places() {}

  /**
   * The places of so many evaluations as a shifted schedule has them, moved ahead: at the most
   * noise a network can tell nothing of an image yet.
   */
  static double[] shifted(double first, int evaluations, double shift) {
    double[] places = new double[evaluations];
    for (int i = 0; i < evaluations; i++) {
      double even = first * (1 - (i + ahead(evaluations)) / (evaluations + ahead(evaluations)));
      places[i] = shift * even / (1 + (shift - 1) * even);
    }
    return places;
  }

  private static double ahead(int evaluations) {
    return AHEAD / evaluations;
  }

  /** As other places, for another number of evaluations. */
  static double[] spread(double first, double[] others, int evaluations) {
    double ahead = ahead(others.length);
    double stretch = (others.length + ahead) / (evaluations + ahead(evaluations));
    double[] places = new double[evaluations];
    for (int i = 0; i < evaluations; i++) {
      double position = (i + ahead(evaluations)) * stretch - ahead;
      places[i] =
          position < 0
              ? others[0] - position / ahead * (first - others[0])
              : along(others, position);
    }
    return places;
  }

  /** As other places, and the first ones the same. */
  static double[] afterSameStart(double[] others, int same, int evaluations) {
    double[] places = Arrays.copyOf(others, evaluations);
    double stretch = (others.length - same + 1.0) / (evaluations - same + 1);
    for (int i = same; i < evaluations; i++) {
      places[i] = along(others, same - 1 + (i - same + 1) * stretch);
    }
    return places;
  }

  /** Between the places, whose last is followed by 0. */
  private static double along(double[] places, double position) {
    int before = Math.min((int) position, places.length - 1);
    double next = before + 1 < places.length ? places[before + 1] : 0;
    return places[before] + (position - before) * (next - places[before]);
  }
}

package dev.tidewheel.sampling;

import java.util.Arrays;

/** Quantiles by linear interpolation, as torch has them. */
final class Quantiles {
  private Quantiles() {}

  static double ofMagnitudes(double[] values, double ratio) {
    double[] sorted = new double[values.length];
    Arrays.setAll(sorted, i -> Math.abs(values[i]));
    Arrays.sort(sorted);
    double at = ratio * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}

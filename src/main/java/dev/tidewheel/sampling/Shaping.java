package dev.tidewheel.sampling;

/**
 * What is done to a row between two products, where a solver is not linear: the expected data is
 * kept within bounds.
 */
public sealed interface Shaping {
  /**
   * Values are moved to the nearest bound.
   *
   * @param limit the bounds are minus and plus this
   */
  record Clip(double limit) implements Shaping {}

  /**
   * Bounds that follow the picture: a quantile of its magnitudes, at least 1, becomes 1 (Saharia et
   * al. 2022, arXiv 2205.11487, dynamic thresholding). Where the most is less than 1, it is the
   * bound of every picture, as in diffusers.
   *
   * @param ratio the quantile, from 0 to 1
   * @param most the largest that it may be, above 0
   */
  record Threshold(double ratio, double most) implements Shaping {}

  /** Applies it to numbers in place. */
  default void apply(double[] values) {
    switch (this) {
      case Clip(double limit) -> scaled(values, limit, 1);
      case Threshold(double ratio, double most) -> {
        double bound = Math.min(Math.max(Quantiles.ofMagnitudes(values, ratio), 1), most);
        scaled(values, bound, bound);
      }
    }
  }

  private static void scaled(double[] values, double bound, double unit) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], -bound, bound) / unit;
    }
  }
}

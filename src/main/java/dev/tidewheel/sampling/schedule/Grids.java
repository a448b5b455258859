package dev.tidewheel.sampling.schedule;

/** Arithmetic that schedules share. */
public final class Grids {
  private static final double BETA_SHAPE = 0.6;

  private Grids() {}

  /**
   * {@code count} points from {@code first} to {@code last}, evenly spaced and rounded as numpy
   * does; only the first where count is 1.
   */
  public static double[] evenly(double first, double last, int count) {
    double[] points = new double[count];
    double step = (last - first) / (count - 1);
    for (int i = 1; i < count - 1; i++) {
      points[i] = i * step + first;
    }
    points[count - 1] = last;
    points[0] = first;
    return points;
  }

  /**
   * {@code s -> shift s / (1 + (shift - 1) s)}: moves time towards the noise for a shift above 1
   * (Esser et al. 2024, arXiv 2403.03206, equation 23).
   */
  static double shifted(double sigma, double shift) {
    return shift * sigma / (1 + (shift - 1) * sigma);
  }

  /**
   * Points whose power {@code 1 / rho} is evenly spaced (Karras et al. 2022, arXiv 2206.00364,
   * equation 5).
   */
  static double[] karras(double first, double last, int count, double rho) {
    double[] points = evenly(Math.pow(first, 1 / rho), Math.pow(last, 1 / rho), count);
    for (int i = 0; i < count; i++) {
      points[i] = Math.pow(points[i], rho);
    }
    return points;
  }

  /** Points whose logarithm is evenly spaced. */
  static double[] exponential(double first, double last, int count) {
    double[] points = evenly(Math.log(first), Math.log(last), count);
    for (int i = 0; i < count; i++) {
      points[i] = Math.exp(points[i]);
    }
    return points;
  }

  /** Points that lie as the quantiles of a beta distribution, both shapes .6 (Lee et al. 2024). */
  static double[] beta(double first, double last, int count) {
    double[] points = evenly(1, 0, count);
    for (int i = 0; i < count; i++) {
      points[i] = last + BetaQuantile.of(points[i], BETA_SHAPE) * (first - last);
    }
    return points;
  }

  /** The points, and 0 after them. */
  static double[] withEnd(double[] points) {
    return java.util.Arrays.copyOf(points, points.length + 1);
  }

  /**
   * Moves points so that the first stays where it is if it is 1, and the last becomes another.
   *
   * @throws IllegalArgumentException where the last is 1 itself
   */
  static void stretch(double[] sigmas, double end) {
    if (sigmas[sigmas.length - 1] == 1) {
      throw new IllegalArgumentException(
          "shift_terminal %s cannot be reached in one step; take two or more".formatted(end));
    }
    double scale = (1 - sigmas[sigmas.length - 1]) / (1 - end);
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = 1 - (1 - sigmas[i]) / scale;
    }
  }
}

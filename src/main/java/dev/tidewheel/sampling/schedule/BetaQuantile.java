package dev.tidewheel.sampling.schedule;

/** Quantiles of the beta distribution with two equal shapes. */
final class BetaQuantile {
  private static final int BISECTIONS = 1100;
  private static final int MOST_TERMS = 10_000;

  private BetaQuantile() {}

  /**
   * The number below which a share of the distribution lies.
   *
   * @param share from 0 to 1
   * @param shape of both sides, above 0
   */
  static double of(double share, double shape) {
    if (share > 0.5) {
      return 1 - of(1 - share, shape);
    }
    double low = 0;
    double high = 0.5;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (below(middle, shape) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return share == 0 ? 0 : high;
  }

  /**
   * The share below a number up to 1/2: the half that lies below 1/2 is the unit, so the factor in
   * front cancels.
   */
  private static double below(double x, double shape) {
    return area(x, shape) / (2 * area(0.5, shape));
  }

  /** The series {@code x^a sum_n (1 - a)_n / n! x^n / (a + n)} (Abramowitz and Stegun 6.6.8). */
  private static double area(double x, double shape) {
    double factor = 1;
    double sum = 1 / shape;
    for (int n = 1; n < MOST_TERMS; n++) {
      factor *= (n - shape) / n * x;
      double term = factor / (shape + n);
      sum += term;
      if (Math.abs(term) < 1e-17 * sum) {
        break;
      }
    }
    return Math.pow(x, shape) * sum;
  }
}

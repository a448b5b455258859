package dev.tidewheel.sampling.solver;

/** Keeps the number of steps between a minimum and a maximum, whatever a controller proposes. */
final class StepLength {
  /** A last step that reaches this share of the way left goes all of it. */
  static final double CLOSE = 0.8;

  /**
   * Bits of mantissa that a proposed length keeps: rounding noise of the state then reaches the
   * grid only where a length lies beside a boundary.
   */
  private static final int BITS = 10;

  private StepLength() {}

  /**
   * The length of the next step.
   *
   * @param proposed what the controller wants
   * @param sigma the way left
   * @param fewestLeft steps that must still be taken, this one included; 1 or less where it may be
   *     the last
   * @param mostLeft steps that may still be taken, this one included; at 1 or less it is the last
   * @return a length in (0, sigma]
   */
  static double within(double proposed, double sigma, int fewestLeft, int mostLeft) {
    double length = quantised(Math.max(proposed, Double.MIN_NORMAL));
    if (mostLeft <= 1 || (fewestLeft <= 1 && length >= CLOSE * sigma)) {
      return sigma;
    }
    return Math.clamp(length, sigma / mostLeft, sigma / Math.clamp(fewestLeft, 1, mostLeft));
  }

  private static double quantised(double length) {
    double unit = Math.scalb(1.0, Math.getExponent(length) - BITS);
    return Math.rint(length / unit) * unit;
  }
}

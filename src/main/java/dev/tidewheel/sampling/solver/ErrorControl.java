package dev.tidewheel.sampling.solver;

/**
 * Chooses the length of a step from the embedded error of the one before, by a
 * proportional-integral rule (Hairer, Norsett, Wanner, Solving Ordinary Differential Equations II,
 * IV.2).
 */
final class ErrorControl {
  private static final double SAFETY = 0.9;
  private static final double PROPORTIONAL = 0.7;
  private static final double INTEGRAL = 0.4;
  private static final double SHRINK = 0.2;
  private static final double GROW = 4;

  /** A retry is at most so long that it is not rounded up to the whole way left again. */
  private static final double RETRY = 0.9 * StepLength.CLOSE;

  private static final double LEAST_ERROR = 1e-6;

  private final double local;
  private final int order;

  /**
   * A control for a tolerance.
   *
   * @param order power of the step's length by which the error shrinks
   */
  ErrorControl(double tolerance, int order) {
    this.local = LocalError.ofTolerance(tolerance);
    this.order = order;
  }

  /** Length of the first step: the derivatives are taken to be about 1. */
  double first() {
    return Math.pow(local, 1.0 / order);
  }

  /** An error as a multiple of the one allowed. */
  double relative(double rms) {
    return Math.max(rms / local, LEAST_ERROR);
  }

  /** An error in the unit of the tolerance. */
  double inTolerance(double rms) {
    return LocalError.toTolerance(rms);
  }

  /** The length after an accepted step. */
  double after(double length, double error, double errorBefore) {
    double factor =
        SAFETY * Math.pow(error, -PROPORTIONAL / order) * Math.pow(errorBefore, INTEGRAL / order);
    return length * Math.clamp(factor, SHRINK, GROW);
  }

  /** The length after a rejected step. */
  double shorter(double length, double error) {
    return length * Math.clamp(SAFETY * Math.pow(error, -1.0 / order), SHRINK, RETRY);
  }
}

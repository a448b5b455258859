package dev.tidewheel.sampling.solver;

/**
 * What one step may miss by, for an error at the end of the path.
 *
 * <p>Misses are those of a straight step. A second-order solver takes most of each back, the rest
 * adds up and grows; measured on the demo model with variable-step Adams-Bashforth, a final error
 * of e takes misses of about {@code e^1.5}.
 */
final class LocalError {
  private static final double POWER = 1.5;

  private LocalError() {}

  static double ofTolerance(double tolerance) {
    return Math.pow(tolerance, POWER);
  }

  static double toTolerance(double local) {
    return Math.pow(local, 1 / POWER);
  }
}

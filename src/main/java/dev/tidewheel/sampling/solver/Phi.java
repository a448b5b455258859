package dev.tidewheel.sampling.solver;

/**
 * The functions of exponential integrators, {@code phi_k(z) = sum over j of z^j / (j + k)!}, as
 * {@code z phi_k(z)}, which is also defined at minus infinity (Hochbruck and Ostermann, Exponential
 * integrators, Acta Numerica 19, 2010).
 */
final class Phi {
  /** Below it the recursion would lose digits. */
  private static final double SMALL = 1;

  private static final double ENOUGH = 1e-18;

  private Phi() {}

  /** {@code z phi_k(z)}, by {@code z phi_1 = e^z - 1} and {@code z phi_k+1 = phi_k - 1 / k!}. */
  static double times(double z, int k) {
    if (Math.abs(z) < SMALL) {
      return series(z, k);
    }
    double product = Math.expm1(z);
    double factorial = 1;
    for (int i = 1; i < k; i++) {
      factorial *= i;
      product = product / z - 1 / factorial;
    }
    return product;
  }

  /**
   * Of the powers 1 to {@code count} of the place in a step: what an exponential integrator makes
   * of them, {@code k! z phi_k+1(z)}.
   */
  static double[] moments(double z, int count) {
    double[] moments = new double[count];
    double factorial = 1;
    for (int k = 1; k <= count; k++) {
      factorial *= k;
      moments[k - 1] = factorial * times(z, k + 1);
    }
    return moments;
  }

  private static double series(double z, int k) {
    double term = z;
    for (int i = 2; i <= k; i++) {
      term /= i;
    }
    double sum = 0;
    for (int i = k + 1; Math.abs(term) > ENOUGH * Math.abs(sum); i++) {
      sum += term;
      term *= z / i;
    }
    return sum;
  }
}

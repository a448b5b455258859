package dev.tidewheel.bench.likeness;

import java.util.List;

/**
 * Mean and covariance of a distribution.
 *
 * @param mean the mean
 * @param covariance the covariance; of samples, divided by their number less one
 */
record Moments(double[] mean, double[][] covariance) {
  /** The moments of two samples or more. */
  static Moments of(List<double[]> samples) {
    int n = samples.getFirst().length;
    double[] mean = new double[n];
    for (double[] sample : samples) {
      for (int i = 0; i < n; i++) {
        mean[i] += sample[i] / samples.size();
      }
    }
    double[][] covariance = new double[n][n];
    for (double[] sample : samples) {
      for (int i = 0; i < n; i++) {
        double deviation = (sample[i] - mean[i]) / (samples.size() - 1);
        for (int j = 0; j < n; j++) {
          covariance[i][j] += deviation * (sample[j] - mean[j]);
        }
      }
    }
    return new Moments(mean, covariance);
  }

  /**
   * The Fréchet distance of two normal distributions with these moments: {@code |m - r|^2 + trace(C
   * + R - 2 (C R)^(1/2))} (Dowson and Landau 1982; Heusel et al. 2017, arXiv 1706.08500, equation
   * 6).
   *
   * <p>The root's trace is taken of {@code (C^(1/2) R C^(1/2))^(1/2)}, which is symmetric and has
   * the same eigenvalues.
   */
  double distanceTo(Moments other) {
    double[][] root = SymmetricEigen.of(covariance).squareRoot();
    double[][] inner = product(product(root, other.covariance), root);
    double sum = 0;
    for (double value : SymmetricEigen.of(inner).values()) {
      sum -= 2 * Math.sqrt(Math.max(0, value));
    }
    for (int i = 0; i < mean.length; i++) {
      double difference = mean[i] - other.mean[i];
      sum += difference * difference + covariance[i][i] + other.covariance[i][i];
    }
    return sum;
  }

  private static double[][] product(double[][] left, double[][] right) {
    int n = left.length;
    double[][] product = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          product[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }
}

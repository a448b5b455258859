package dev.tidewheel.sampling;

import java.util.random.RandomGenerator;

/**
 * Data from a mixture of Gaussians, for which the best prediction on the rectified path is known in
 * closed form.
 */
public record GaussianMixture(double[][] means, double deviation) {
  public static GaussianMixture random(RandomGenerator random, int components, int dimensions) {
    double[][] means = new double[components][dimensions];
    for (double[] mean : means) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] = random.nextGaussian() * 0.8;
      }
    }
    return new GaussianMixture(means, 0.25);
  }

  /** The expected data, given the state x = (1 - sigma) data + sigma noise. */
  double[] data(double sigma, double[] x) {
    double alpha = 1 - sigma;
    double variance = alpha * alpha * deviation * deviation + sigma * sigma;
    double[] logWeights = new double[means.length];
    for (int k = 0; k < means.length; k++) {
      double distance = 0;
      for (int i = 0; i < x.length; i++) {
        double d = x[i] - alpha * means[k][i];
        distance += d * d;
      }
      logWeights[k] = -distance / (2 * variance);
    }
    double[] weights = softmax(logWeights);
    double gain = alpha * deviation * deviation / variance;
    double[] data = new double[x.length];
    for (int k = 0; k < means.length; k++) {
      for (int i = 0; i < x.length; i++) {
        data[i] += weights[k] * (means[k][i] + gain * (x[i] - alpha * means[k][i]));
      }
    }
    return data;
  }

  /** The expected noise. */
  double[] noise(double sigma, double[] x) {
    double[] data = data(sigma, x);
    double[] noise = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      noise[i] = (x[i] - (1 - sigma) * data[i]) / sigma;
    }
    return noise;
  }

  /** The expected velocity; exact also at both ends. */
  public double[] velocity(double sigma, double[] x) {
    double alpha = 1 - sigma;
    double[] data = data(sigma, x);
    double[] velocity = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      velocity[i] = sigma > alpha ? (x[i] - data[i]) / sigma : velocityNearData(sigma, x, i);
    }
    return velocity;
  }

  /** Near the data the quotient by sigma loses digits; the sum over components does not. */
  private double velocityNearData(double sigma, double[] x, int i) {
    double alpha = 1 - sigma;
    double variance = alpha * alpha * deviation * deviation + sigma * sigma;
    double[] logWeights = new double[means.length];
    for (int k = 0; k < means.length; k++) {
      for (int j = 0; j < x.length; j++) {
        double d = x[j] - alpha * means[k][j];
        logWeights[k] -= d * d / (2 * variance);
      }
    }
    double[] weights = softmax(logWeights);
    double sum = 0;
    double slope = (sigma - alpha * deviation * deviation) / variance;
    for (int k = 0; k < means.length; k++) {
      sum += weights[k] * (slope * (x[i] - alpha * means[k][i]) - means[k][i]);
    }
    return sum;
  }

  private static double[] softmax(double[] logWeights) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logWeight : logWeights) {
      highest = Math.max(highest, logWeight);
    }
    double total = 0;
    double[] weights = new double[logWeights.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Math.exp(logWeights[k] - highest);
      total += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= total;
    }
    return weights;
  }
}

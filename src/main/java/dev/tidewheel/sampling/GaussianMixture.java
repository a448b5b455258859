package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;
import java.util.random.RandomGenerator;

/**
 * Data from a mixture of round Gaussians, for which the answer of a perfect network is known in
 * closed form at every level of every path: what paths and solvers are judged by.
 *
 * @param means centre of each component
 * @param deviation standard deviation of each
 */
public record GaussianMixture(double[][] means, double deviation) {
  private static final double SPREAD = 0.8;
  private static final double USUAL_DEVIATION = 0.25;

  /** Centres at random. */
  public static GaussianMixture random(RandomGenerator random, int components, int dimensions) {
    double[][] means = new double[components][dimensions];
    for (double[] mean : means) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] = random.nextGaussian() * SPREAD;
      }
    }
    return new GaussianMixture(means, USUAL_DEVIATION);
  }

  /** The data that is expected where a state stands. */
  public double[] data(Level level, double[] state) {
    double gain = level.data() * deviation * deviation / variance(level);
    return blended(level, state, (mean, residual) -> mean + gain * residual);
  }

  /** The noise that is expected where a state stands; as exact near the data as elsewhere. */
  public double[] noise(Level level, double[] state) {
    double gain = level.noise() / variance(level);
    return blended(level, state, (mean, residual) -> gain * residual);
  }

  /** What a perfect network answers. */
  public double[] answer(Prediction prediction, Place place, double[] state) {
    double[] data = data(place.level(), state);
    double[] noise = noise(place.level(), state);
    double[] answer = new double[state.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = prediction.answer(place, data[i], noise[i]);
    }
    return answer;
  }

  private double variance(Level level) {
    double data = level.data() * deviation;
    return data * data + level.noise() * level.noise();
  }

  /** Of one component: its mean, and the state's distance to where the mean stands. */
  private interface Expectation {
    double of(double mean, double residual);
  }

  private double[] blended(Level level, double[] state, Expectation expectation) {
    double[] weights = weights(level, state);
    double[] sum = new double[state.length];
    for (int k = 0; k < means.length; k++) {
      for (int i = 0; i < sum.length; i++) {
        double mean = means[k][i];
        sum[i] += weights[k] * expectation.of(mean, state[i] - level.data() * mean);
      }
    }
    return sum;
  }

  /** How likely each component is the state's own. */
  private double[] weights(Level level, double[] state) {
    double[] logs = new double[means.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logs.length; k++) {
      double distance = 0;
      for (int i = 0; i < state.length; i++) {
        double residual = state[i] - level.data() * means[k][i];
        distance += residual * residual;
      }
      logs[k] = -distance / (2 * variance(level));
      highest = Math.max(highest, logs[k]);
    }
    double total = 0;
    for (int k = 0; k < logs.length; k++) {
      logs[k] = Math.exp(logs[k] - highest);
      total += logs[k];
    }
    for (int k = 0; k < logs.length; k++) {
      logs[k] /= total;
    }
    return logs;
  }
}

package dev.tidewheel.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The exact paths of the probe images: the classical Runge-Kutta method on a grid that is finer
 * near the noise, and cubic Hermite interpolation between.
 */
final class ReferencePaths {
  /** Evaluations of a step. */
  static final int COST = 4;

  private static final double SHIFT = 1.5;

  private final double[] shares;
  private final List<double[][]> states = new ArrayList<>();
  private final List<double[][]> velocities = new ArrayList<>();

  private ReferencePaths(double[] shares) {
    this.shares = shares;
  }

  /** Walks the paths in so many steps. */
  static ReferencePaths of(VelocityField field, int steps, CalibrationListener listener) {
    double[] shares = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      double even = field.first() * (1 - (double) i / steps);
      shares[i] = SHIFT * even / (1 + (SHIFT - 1) * even);
    }
    shares[0] = field.first();
    ReferencePaths paths = new ReferencePaths(shares);
    paths.walk(field, listener);
    return paths;
  }

  private void walk(VelocityField field, CalibrationListener listener) {
    int[] images = Trial.every(field);
    double[][] state = field.start();
    states.add(state);
    for (int i = 0; i + 1 < shares.length; i++) {
      double length = shares[i + 1] - shares[i];
      double middle = shares[i] + length / 2;
      double[][] k1 = field.at(shares[i], state, images).guided();
      double[][] k2 = field.at(middle, Vectors.plus(state, length / 2, k1), images).guided();
      double[][] k3 = field.at(middle, Vectors.plus(state, length / 2, k2), images).guided();
      // The network may have no value at 0; the stage there is taken a little before.
      double last = Math.max(shares[i + 1], Trial.LEAST_SHARE);
      double[][] k4 = field.at(last, Vectors.plus(state, length, k3), images).guided();
      state = Vectors.plus(state, length / 6, k1);
      state = Vectors.plus(state, length / 3, k2);
      state = Vectors.plus(state, length / 3, k3);
      state = Vectors.plus(state, length / 6, k4);
      velocities.add(k1);
      states.add(state);
      if (i + 2 == shares.length) {
        velocities.add(k4);
      }
      listener.advanced();
    }
  }

  /** The paths of the first images alone. */
  ReferencePaths first(int images) {
    ReferencePaths few = new ReferencePaths(shares);
    states.forEach(all -> few.states.add(Arrays.copyOf(all, images)));
    velocities.forEach(all -> few.velocities.add(Arrays.copyOf(all, images)));
    return few;
  }

  /** The ends. */
  double[][] end() {
    return states.getLast();
  }

  /** The states at a share of the noise. */
  double[][] at(double share) {
    if (share <= 0) {
      return end();
    }
    int i = 0;
    while (i + 2 < shares.length && shares[i + 1] > share) {
      i++;
    }
    double length = shares[i + 1] - shares[i];
    double u = (share - shares[i]) / length;
    double[][] sum = Vectors.times(states.get(i), (1 + 2 * u) * (1 - u) * (1 - u));
    sum = Vectors.plus(sum, u * u * (3 - 2 * u), states.get(i + 1));
    sum = Vectors.plus(sum, length * u * (1 - u) * (1 - u), velocities.get(i));
    return Vectors.plus(sum, length * u * u * (u - 1), velocities.get(i + 1));
  }
}

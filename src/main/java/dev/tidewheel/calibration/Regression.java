package dev.tidewheel.calibration;

import java.util.List;

/**
 * Normal equations of a weighted least-squares fit over pictures: {@code sum weight * |target - sum
 * w_k column_k|^2}.
 */
final class Regression {
  private final double[][] matrix;
  private final double[] side;

  /**
   * Sums the products.
   *
   * @param columns K columns, each of B pictures
   * @param target B pictures
   * @param weights one for each picture
   */
  Regression(List<double[][]> columns, double[][] target, double[] weights) {
    int size = columns.size();
    this.matrix = new double[size][size];
    this.side = new double[size];
    for (int k = 0; k < size; k++) {
      side[k] = weighted(columns.get(k), target, weights);
      for (int l = 0; l <= k; l++) {
        matrix[k][l] = weighted(columns.get(k), columns.get(l), weights);
        matrix[l][k] = matrix[k][l];
      }
    }
  }

  private static double weighted(double[][] a, double[][] b, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        sum += weights[i] * Vectors.dot(a[i], b[i]);
      }
    }
    return sum;
  }

  /**
   * The solution that is drawn towards a prior, every weight alike.
   *
   * @param ridge strength, as a share of the mean of the diagonal
   */
  double[] towards(double[] prior, double ridge) {
    double strength = ridge * trace() / side.length;
    double[][] a = copy();
    double[] b = side.clone();
    for (int k = 0; k < b.length; k++) {
      a[k][k] += strength;
      b[k] += strength * prior[k];
    }
    return solve(a, b);
  }

  /**
   * The solution that is held back in proportion to the diagonal (Levenberg and Marquardt).
   *
   * @param damping share of the diagonal that is added to it
   */
  double[] damped(double damping) {
    double[][] a = copy();
    for (int k = 0; k < side.length; k++) {
      a[k][k] += damping * a[k][k] + 1e-9 * trace() / side.length;
    }
    return solve(a, side.clone());
  }

  private double trace() {
    double sum = Double.MIN_NORMAL;
    for (int k = 0; k < side.length; k++) {
      sum += matrix[k][k];
    }
    return sum;
  }

  private double[][] copy() {
    double[][] copy = new double[matrix.length][];
    for (int k = 0; k < copy.length; k++) {
      copy[k] = matrix[k].clone();
    }
    return copy;
  }

  /** Gaussian elimination with pivots; both arguments are used up. */
  static double[] solve(double[][] a, double[] b) {
    int size = b.length;
    for (int k = 0; k < size; k++) {
      swapLargestUp(a, b, k);
      for (int row = k + 1; row < size; row++) {
        double factor = a[row][k] / a[k][k];
        for (int column = k; column < size; column++) {
          a[row][column] -= factor * a[k][column];
        }
        b[row] -= factor * b[k];
      }
    }
    for (int k = size - 1; k >= 0; k--) {
      for (int column = k + 1; column < size; column++) {
        b[k] -= a[k][column] * b[column];
      }
      b[k] /= a[k][k];
    }
    return b;
  }

  private static void swapLargestUp(double[][] a, double[] b, int k) {
    int largest = k;
    for (int row = k + 1; row < b.length; row++) {
      if (Math.abs(a[row][k]) > Math.abs(a[largest][k])) {
        largest = row;
      }
    }
    double[] line = a[k];
    a[k] = a[largest];
    a[largest] = line;
    double value = b[k];
    b[k] = b[largest];
    b[largest] = value;
  }
}

package dev.tidewheel.calibration;

/** Arithmetic on pictures as arrays. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** {@code a + scale * b} as a new array. */
  static double[] plus(double[] a, double scale, double[] b) {
    double[] sum = a.clone();
    add(sum, scale, b);
    return sum;
  }

  static void add(double[] sum, double scale, double[] b) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * b[i];
    }
  }

  /** {@code a + scale * b} for each picture. */
  static double[][] plus(double[][] a, double scale, double[][] b) {
    double[][] sum = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      sum[i] = plus(a[i], scale, b[i]);
    }
    return sum;
  }

  static double[][] minus(double[][] a, double[][] b) {
    return plus(a, -1, b);
  }

  static double[][] times(double[][] a, double scale) {
    double[][] product = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      add(product[i], scale, a[i]);
    }
    return product;
  }

  /** Root mean square of each picture. */
  static double[] rms(double[][] a) {
    double[] rms = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      rms[i] = Math.sqrt(dot(a[i], a[i]) / a[i].length);
    }
    return rms;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}

package dev.tidewheel.sampling.solver;

/** Systems of moments: weights at nodes that give each power its moment. */
final class Vandermonde {
  private Vandermonde() {}

  /**
   * The weights w with {@code sum over j of nodes[j]^i w[j] = moments[i]} for all i (Björck and
   * Pereyra, Solution of Vandermonde systems of equations, Math. Comp. 24, 1970).
   *
   * @param nodes different from each other
   */
  static double[] weights(double[] nodes, double[] moments) {
    int n = nodes.length;
    double[] w = moments.clone();
    for (int k = 0; k < n - 1; k++) {
      for (int i = n - 1; i > k; i--) {
        w[i] -= nodes[k] * w[i - 1];
      }
    }
    for (int k = n - 2; k >= 0; k--) {
      for (int i = k + 1; i < n; i++) {
        w[i] /= nodes[i] - nodes[i - k - 1];
      }
      for (int i = k; i < n - 1; i++) {
        w[i] -= w[i + 1];
      }
    }
    return w;
  }
}

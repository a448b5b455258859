package dev.tidewheel.bench.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final int SIZE = 64;

  @Test
  void areThoseOfTheSamples() {
    Moments moments =
        Moments.of(List.of(new double[] {1, 2}, new double[] {3, 2}, new double[] {5, 8}));

    assertThat(moments.mean()).containsExactly(new double[] {3, 4}, within(1e-12));
    assertThat(moments.covariance()[0]).containsExactly(new double[] {4, 6}, within(1e-12));
    assertThat(moments.covariance()[1]).containsExactly(new double[] {6, 12}, within(1e-12));
  }

  @Test
  void aDistributionIsAtNoDistanceFromItself() {
    Moments moments = new Moments(new double[SIZE], covariance(new Random(1)));

    assertThat(moments.distanceTo(moments)).isCloseTo(0, within(1e-8));
  }

  @Test
  void inOneDimensionTheDistanceIsThatOfMeansAndDeviations() {
    Moments first = new Moments(new double[] {1}, new double[][] {{4}});
    Moments second = new Moments(new double[] {4}, new double[][] {{25}});

    assertThat(first.distanceTo(second)).isCloseTo(3 * 3 + (5 - 2) * (5 - 2), within(1e-12));
  }

  /** With common axes the distance is that of the deviations along each. */
  @Test
  void ofCovariancesWithCommonAxesTheDistanceIsThatOfTheDeviations() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    double[][] axes = SymmetricEigen.of(covariance(random)).vectors();
    double[] ones = random.doubles(SIZE, 0, 3).toArray();
    double[] others = random.doubles(SIZE, 0, 3).toArray();
    others[0] = 0;
    double[] mean = random.doubles(SIZE).toArray();
    double expected = 0;
    for (int i = 0; i < SIZE; i++) {
      expected += mean[i] * mean[i] + (ones[i] - others[i]) * (ones[i] - others[i]);
    }

    double distance =
        new Moments(mean, along(axes, ones))
            .distanceTo(new Moments(new double[SIZE], along(axes, others)));

    // A root near 0 magnifies what is left of a rounding: 1e-15 becomes 3e-8.
    assertThat(distance).as("seed %d", seed).isCloseTo(expected, within(1e-5));
  }

  /** Any two covariances of two dimensions: trace of the root by its determinant and trace. */
  @Test
  void ofAnyTwoPlaneCovariancesTheDistanceIsThatOfTheClosedForm() {
    double[][] c = {{2, 0.5}, {0.5, 1}};
    double[][] r = {{1, -0.3}, {-0.3, 3}};
    double traceOfProduct = c[0][0] * r[0][0] + 2 * c[0][1] * r[0][1] + c[1][1] * r[1][1];
    double determinants = (2 * 1 - 0.25) * (1 * 3 - 0.09);
    double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinants));

    double distance = new Moments(new double[2], c).distanceTo(new Moments(new double[2], r));

    assertThat(distance).isCloseTo(2 + 1 + 1 + 3 - 2 * root, within(1e-10));
  }

  @Test
  void eigenvectorsRebuildTheMatrix() {
    double[][] matrix = covariance(new Random(2));
    SymmetricEigen eigen = SymmetricEigen.of(matrix);

    double[][] rebuilt = new double[SIZE][SIZE];
    double[][] products = new double[SIZE][SIZE];
    for (int k = 0; k < SIZE; k++) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          rebuilt[i][j] += eigen.values()[k] * eigen.vectors()[i][k] * eigen.vectors()[j][k];
          products[i][j] += eigen.vectors()[k][i] * eigen.vectors()[k][j];
        }
      }
    }
    for (int i = 0; i < SIZE; i++) {
      assertThat(rebuilt[i]).containsExactly(matrix[i], within(1e-10));
      assertThat(products[i][i]).isCloseTo(1, within(1e-12));
    }
  }

  private static double[][] along(double[][] axes, double[] deviations) {
    double[][] matrix = new double[SIZE][SIZE];
    for (int k = 0; k < SIZE; k++) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          matrix[i][j] += deviations[k] * deviations[k] * axes[i][k] * axes[j][k];
        }
      }
    }
    return matrix;
  }

  private static double[][] covariance(Random random) {
    double[][] root = new double[SIZE][SIZE];
    for (double[] row : root) {
      for (int i = 0; i < SIZE; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] product = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        for (int k = 0; k < SIZE; k++) {
          product[i][j] += root[i][k] * root[j][k] / SIZE;
        }
      }
    }
    return product;
  }
}

package dev.tidewheel.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionTest {
  private static final int IMAGES = 6;
  private static final int LENGTH = 20;

  private final Random random = new Random(5);

  private double[][] pictures() {
    double[][] pictures = new double[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      pictures[i] = random.doubles(LENGTH, -1, 1).toArray();
    }
    return pictures;
  }

  @Test
  void weightsThatMadeTheTargetAreFound() {
    double[] made = {0.5, -2, 3};
    List<double[][]> columns = new ArrayList<>();
    double[][] target = new double[IMAGES][LENGTH];
    for (double weight : made) {
      double[][] column = pictures();
      columns.add(column);
      target = Vectors.plus(target, weight, column);
    }
    double[] alike = {1, 1, 1, 1, 1, 1};

    Regression regression = new Regression(columns, target, alike);

    assertThat(regression.towards(new double[3], 0)).containsExactly(made, within(1e-9));
    assertThat(regression.damped(0)).containsExactly(made, within(1e-6));
    assertThat(regression.towards(new double[] {9, 9, 9}, 1e9))
        .containsExactly(new double[] {9, 9, 9}, within(1e-6));
  }

  @Test
  void imagesWithoutWeightDoNotCount() {
    double[][] column = pictures();
    double[][] target = Vectors.times(column, 2);
    target[5] = random.doubles(LENGTH, -1, 1).toArray();

    Regression regression =
        new Regression(List.<double[][]>of(column), target, new double[] {1, 2, 1, 1, 1, 0});

    assertThat(regression.towards(new double[1], 0)[0]).isCloseTo(2, within(1e-9));
  }
}

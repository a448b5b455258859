package dev.tidewheel.sampling.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.schedule.TimestepSpacing;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiscreteBasisTest {
  private static final int[] TIMES = {0, 1, 100, 500, 998, 999};

  /** The numbers are {@code alphas_cumprod} of diffusers 0.42.1. */
  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(
            Betas.linear(1e-4, 0.02, 1000),
            new double[] {
              0.9998999834060669,
              0.9997800588607788,
              0.8951413631439209,
              0.07779665291309357,
              4.118194192415103e-05,
              4.035830352222547e-05
            }),
        Arguments.of(
            Betas.scaledLinear(0.00085, 0.012, 1000),
            new double[] {
              0.9991499781608582,
              0.9982960224151611,
              0.894223153591156,
              0.27633246779441833,
              0.004716695751994848,
              0.00466009508818388
            }),
        Arguments.of(
            Betas.cosine(1000),
            new double[] {
              0.9999586939811707,
              0.9999125599861145,
              0.9715756177902222,
              0.4922850430011749,
              2.428766265438753e-06,
              2.4287349909002387e-09
            }),
        Arguments.of(
            Betas.sigmoid(1e-4, 0.02, 1000),
            new double[] {
              0.9998508095741272,
              0.9997010231018066,
              0.9804919362068176,
              0.29888758063316345,
              4.048962364322506e-05,
              3.9681821363046765e-05
            }),
        Arguments.of(
            Betas.laplace(1000),
            new double[] {
              0.9788462519645691,
              0.9702835083007812,
              0.8310289978981018,
              0.7072834372520447,
              0.20702660083770752,
              0.03162277489900589
            }));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void keepsWhatTorchKeeps(float[] betas, double[] kept) {
    TrainingTable table = TrainingTable.of(betas);
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(table.kept(TIMES[i])).isCloseTo(kept[i], within(2e-7 * kept[i]));
    }
  }

  @Test
  void stretchingLeavesNothingOfTheDataAtTheEnd() {
    float[] betas = Betas.linear(1e-4, 0.02, 1000);
    TrainingTable stretched = TrainingTable.of(Betas.withoutDataAtTheEnd(betas));
    assertThat(stretched.kept(999)).isZero();
    assertThat(stretched.kept(0)).isEqualTo(TrainingTable.of(betas).kept(0));
    assertThat(stretched.neverWithoutData().kept(999)).isEqualTo(0x1p-24);
  }

  @Test
  void followsTheTableAtWholeTimesAndItsLogarithmBetween() {
    TrainingTable table = TrainingTable.of(Betas.linear(1e-4, 0.02, 1000));
    DiscretePath path = new DiscretePath(table);
    assertThat(path.at(500).level()).isEqualTo(table.level(500));
    double middle = (table.level(500).lambda() + table.level(501).lambda()) / 2;
    assertThat(path.at(500.5).level().lambda()).isCloseTo(middle, within(1e-12));
    for (double time : new double[] {-3.25, 0, 0.25, 17, 998.75, 999, 1003.5}) {
      assertThat(path.timeOf(path.at(time).level())).isCloseTo(time, within(1e-6));
    }
  }

  @Test
  void slopesAreTheDerivativesOfTheLevels() {
    DiscretePath path = new DiscretePath(TrainingTable.of(Betas.cosine(1000)));
    double near = 1e-4;
    for (double time : new double[] {0.5, 99.5, 700.25, 998.5}) {
      Level before = path.at(time - near).level();
      Level after = path.at(time + near).level();
      Level slope = path.at(time).slope();
      assertThat(slope.data()).isCloseTo((after.data() - before.data()) / (2 * near), within(1e-8));
      assertThat(slope.noise())
          .isCloseTo((after.noise() - before.noise()) / (2 * near), within(1e-8));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LEADING, 3, 1000, 666 333 0",
    "TRAILING, 3, 1000, 999 666 332",
    "LINSPACE, 3, 1000, 999 499.5 0",
    "LINSPACE, 1, 1000, 0",
    "TRAILING, 7, 1000, 999 856 713 570 428 285 142"
  })
  void visitsTheTimesThatNumpyLays(TimestepSpacing spacing, int count, int size, String times) {
    double[] expected = Stream.of(times.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    assertThat(spacing.times(count, size)).containsExactly(expected, within(1e-12));
  }
}

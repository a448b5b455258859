package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedShareTest {
  @Test
  void figuresThatAreAllInTheSameProportionLeaveNoDoubt() {
    PairedShare share = PairedShare.of(new double[] {1, 2, 3}, new double[] {2, 4, 6});

    assertThat(share.value()).isEqualTo(0.5);
    assertThat(share.uncertainty()).isZero();
  }

  @Test
  void theUncertaintyIsHowMuchTheShareDiffersFromSampleToSample() {
    SplittableRandom random = new SplittableRandom(5);
    double[] shares = new double[4000];
    double told = 0;
    for (int run = 0; run < shares.length; run++) {
      double[] others = random.doubles(100, 1, 3).toArray();
      double[] figures =
          IntStream.range(0, 100).mapToDouble(i -> others[i] * random.nextDouble(0.5, 1)).toArray();
      PairedShare share = PairedShare.of(figures, others);
      shares[run] = share.value();
      told += share.uncertainty() / shares.length;
    }

    double mean = IntStream.range(0, 4000).mapToDouble(i -> shares[i]).average().orElseThrow();
    double variance =
        IntStream.range(0, 4000)
            .mapToDouble(i -> (shares[i] - mean) * (shares[i] - mean))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(0.75, within(0.01));
    assertThat(told).isCloseTo(Math.sqrt(variance), within(0.0005));
  }

  @Test
  void ofSquaresTheRootIsTheShareOfRootMeanSquares() {
    PairedShare share = new PairedShare(0.81, 0.018).root();

    assertThat(share.value()).isCloseTo(0.9, within(1e-12));
    assertThat(share.uncertainty()).isCloseTo(0.01, within(1e-12));
  }
}

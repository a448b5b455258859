package dev.tidewheel.sampling.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaQuantileTest {
  /** The numbers are {@code scipy.stats.beta.ppf(p, .6, .6)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.001, 1.855873851745199e-05",
    "0.1, 0.03958440558878085",
    "0.25, 0.17568037865269498",
    "0.5, 0.5",
    "0.8, 0.8770782495416671",
    "0.999, 0.9999814412614826",
    "1, 1"
  })
  void areThoseOfTheBetaDistribution(double share, double quantile) {
    assertThat(BetaQuantile.of(share, 0.6)).isCloseTo(quantile, within(1e-13));
  }
}

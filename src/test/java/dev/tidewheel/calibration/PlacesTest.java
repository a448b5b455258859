package dev.tidewheel.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final double[] FOUR = {0.96, 0.8, 0.5, 0.2};

  @Test
  void aFirstEvaluationComesAfterTheMostNoise() {
    double[] places = Places.shifted(0.99, 4, 2);

    assertThat(places[0]).isBetween(0.9, 0.98);
    assertThat(places[3]).isGreaterThan(0);
  }

  @Test
  void asManyPlacesStayWhereTheyAre() {
    assertThat(Places.spread(1, FOUR, 4)).containsExactly(FOUR, within(1e-12));
  }

  @Test
  void morePlacesBeginNearerToTheMostNoise() {
    double[] places = Places.spread(1, FOUR, 16);

    assertThat(places[0]).isBetween(0.98, 1.0);
    assertThat(places).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(places[15]).isBetween(0.0, 0.2);
  }

  @Test
  void aWayThatBeginsWithTheMostNoiseIsSpreadToOnesThatDo() {
    assertThat(Places.spread(1, new double[] {1, 0.5}, 7)[0]).isEqualTo(1);
  }

  @Test
  void membersOfAFamilyBeginAlike() {
    assertThat(Places.afterSameStart(FOUR, 3, 6)).startsWith(0.96, 0.8, 0.5).hasSize(6);
  }
}

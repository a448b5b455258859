package dev.tidewheel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "10s,PT10S",
    "1m30s,PT1M30S",
    "2h,PT2H",
    "1d 1s,PT24H1S",
    "pt5s,PT5S"
  })
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10 parsecs", "-1s", "s", "PT", "PT-5S", "1s!"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 250ms");
  }
}

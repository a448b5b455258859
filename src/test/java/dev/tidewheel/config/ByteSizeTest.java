package dev.tidewheel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({"0,0", "100,100", "100B,100", "512KiB,524288", "4 MiB,4194304", "1GiB,1073741824"})
  void readsWhatPeopleWrite(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KiB", "-1", "1.5MiB", "1kb", "9999999999GiB"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsTheLargestUnitThatDivides() {
    assertThat(ByteSize.parse("1024KiB")).hasToString("1MiB");
    assertThat(new ByteSize(1025)).hasToString("1025B");
    assertThat(new ByteSize(0)).hasToString("0B");
  }
}

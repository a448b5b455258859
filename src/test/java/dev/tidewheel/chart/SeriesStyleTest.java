package dev.tidewheel.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesStyleTest {
  private static final int SERIES = 20;

  @Test
  void linesWithMarkersDiffer() {
    assertThat(looks(style -> List.of(style.colour(), style.marker()))).doesNotHaveDuplicates();
  }

  @Test
  void linesWithoutMarkersDiffer() {
    assertThat(looks(style -> List.of(style.colour(), style.line()))).doesNotHaveDuplicates();
  }

  @Test
  void barsDiffer() {
    assertThat(looks(SeriesStyle::fill)).doesNotHaveDuplicates();
  }

  private static List<?> looks(Function<SeriesStyle, ?> look) {
    return IntStream.range(0, SERIES).mapToObj(SeriesStyle::of).map(look).toList();
  }
}

package dev.tidewheel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({"batch,batch,0", "bach,batch,1", "bacth,batch,1", "kitten,sitting,3", "'',abc,3"})
  void countsEdits(String left, String right, int edits) {
    assertThat(Spelling.distance(left, right)).isEqualTo(edits);
    assertThat(Spelling.distance(right, left)).isEqualTo(edits);
  }

  @Test
  void suggestsTheNearestOrNothing() {
    List<String> candidates = List.of("device", "threads", "batch");

    assertThat(Spelling.closest("Treads", candidates)).contains("threads");
    assertThat(Spelling.closest("temperature", candidates)).isEmpty();
    assertThat(Spelling.didYouMean("bach", candidates)).isEqualTo("; did you mean batch?");
  }
}

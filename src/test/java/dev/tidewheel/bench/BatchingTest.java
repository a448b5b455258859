package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchingTest {
  private static final Workload QUEUE = new Workload(List.of(4, 9, 2, 7, 5));

  @Test
  void continuousBatchingHandsOverEverythingAtOnce() {
    assertThat(Batching.CONTINUOUS.waves(QUEUE, 2)).containsExactly(QUEUE.steps());
  }

  @Test
  void paddedBatchesAreAllAsLongAsTheirLongest() {
    assertThat(Batching.PADDED.waves(QUEUE, 2))
        .containsExactly(List.of(9, 9), List.of(7, 7), List.of(5));
  }

  @Test
  void droppingBatchesKeepTheStepsOfEach() {
    assertThat(Batching.DROPPING.waves(QUEUE, 2))
        .containsExactly(List.of(4, 9), List.of(2, 7), List.of(5));
  }

  @Test
  void withoutBatchesEachImageIsAWave() {
    assertThat(Batching.SINGLE.waves(QUEUE, 2)).hasSize(5).allMatch(wave -> wave.size() == 1);
  }

  @Test
  void mixedStepsAreTheSameForTheSameSeedAndStayWithinTheirBounds() {
    Workload mixed = Workload.uniform(500, 4, 50, 1);
    assertThat(mixed).isEqualTo(Workload.uniform(500, 4, 50, 1));
    assertThat(mixed.steps()).contains(4, 50).allMatch(steps -> steps >= 4 && steps <= 50);
    assertThat(mixed.evaluations()).isBetween(500 * 25L, 500 * 29L);
  }
}

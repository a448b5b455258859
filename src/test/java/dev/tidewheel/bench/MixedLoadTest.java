package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixedLoadTest {
  private static final MixedLoad LOAD = MixedLoad.of(12, 100, 7);

  @Test
  void everyKindHasAsManyImages() {
    assertThat(LOAD.images()).isEqualTo(100);
    assertThat(IntStream.range(0, 12).map(LOAD::count)).containsOnly(8, 9);
    assertThat(LOAD.pictures()).doesNotHaveDuplicates();
  }

  @Test
  void theOrderIsMixedAndThatOfTheSeed() {
    assertThat(LOAD).isEqualTo(MixedLoad.of(12, 100, 7)).isNotEqualTo(MixedLoad.of(12, 100, 8));
    assertThat(LOAD.pictures().subList(0, 12).stream().map(MixedLoad.Picture::kind).distinct())
        .hasSizeBetween(4, 11);
  }
}

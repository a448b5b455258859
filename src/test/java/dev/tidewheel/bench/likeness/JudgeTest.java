package dev.tidewheel.bench.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.ImageShape;
import org.junit.jupiter.api.Test;

class JudgeTest {
  @Test
  void pixelsHaveTheirChannelsTogetherAndAreRoundedAndCut() {
    double[] data = {-1, 1, 0, -2, 3, 2.0 / 255 - 1};

    assertThat(Judge.pixels(data, new ImageShape(2, 1, 3))).containsExactly(0, 0, 255, 255, 128, 1);
  }
}

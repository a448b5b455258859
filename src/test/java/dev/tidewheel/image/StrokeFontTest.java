package dev.tidewheel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
  private final StrokeFont font = StrokeFont.load();

  @Test
  void hasAllOfAscii() {
    assertThat(IntStream.rangeClosed(' ', '~')).allMatch(font::has);
    assertThat(font.has('→')).isTrue();
    assertThat(font.has('字')).isFalse();
  }

  @Test
  void cutsWhatDoesNotFit() {
    String text = "a rather long caption";

    String cut = font.fitting(text, 9, 60);

    assertThat(cut).endsWith("…").startsWith("a ra").hasSizeLessThan(text.length());
    assertThat(font.width(cut, 9)).isLessThanOrEqualTo(60);
    assertThat(font.fitting("short", 9, 60)).isEqualTo("short");
    assertThat(font.fitting("", 9, 60)).isEmpty();
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private long now = 5;

  @Test
  void printsALineForEachTenthWhereThereIsNoTerminal() {
    try (ProgressBar bar = bar(false, 40)) {
      for (int i = 0; i < 40; i++) {
        advance(250);
        bar.step();
      }
    }

    assertThat(lines()).hasSize(10);
    assertThat(lines()[0]).isEqualTo("pictures 4/40 (10 %), 4.0/s, 9 s left");
    assertThat(lines()[9]).isEqualTo("pictures 40/40 (100 %), 4.0/s, 10.0 s");
  }

  @Test
  void redrawsInPlaceOnATerminalButNotTooOften() {
    try (ProgressBar bar = bar(true, 1000)) {
      for (int i = 0; i < 1000; i++) {
        advance(1);
        bar.step();
      }
      bar.note("batch 7.5");
    }

    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(text.split("\r", -1)).hasSizeBetween(10, 14);
    assertThat(text)
        .endsWith("█ 1000/1000 (100 %), 1000.0/s, 1.0 s batch 7.5" + System.lineSeparator());
  }

  @Test
  void printsLinesAboveTheBar() {
    try (ProgressBar bar = bar(true, 10)) {
      bar.line("sent r");
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("sent r" + System.lineSeparator() + "\r\u001B[Kpictures ░");

    written.reset();
    try (ProgressBar bar = bar(false, 10)) {
      bar.line("sent r");
    }
    assertThat(lines()).containsExactly("sent r");
  }

  @Test
  void neverGoesBackNorOverTheEnd() {
    try (ProgressBar bar = bar(false, 10)) {
      advance(1000);
      bar.to(5);
      bar.to(3);
      bar.to(99);
    }

    assertThat(lines()).hasSize(2);
    assertThat(lines()[1]).startsWith("pictures 10/10");
  }

  private ProgressBar bar(boolean interactive, long total) {
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new ProgressBar(new Console(stream, stream, interactive), "pictures", total, () -> now);
  }

  private void advance(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private String[] lines() {
    return written.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
  }
}

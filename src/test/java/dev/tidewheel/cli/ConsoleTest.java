package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private record Point(String name, List<Integer> at) {}

  @Test
  void printsRecordsAsJson() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);

    new Console(stream, stream, false).json(new Point("p", List.of(1, 2)));

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringWhitespace("{\"name\": \"p\", \"at\": [1, 2]}");
  }
}

package dev.tidewheel.sampling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Numbers that tools/golden_sampling.py wrote. */
public final class Goldens {
  private Goldens() {}

  /** The lines of a file, without its comments. */
  public static Stream<String> lines(String file) {
    try (InputStream in = Goldens.class.getResourceAsStream("/golden/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream().filter(line -> !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

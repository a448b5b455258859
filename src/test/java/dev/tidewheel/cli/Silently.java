package dev.tidewheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Runs commands whose output nobody looks at. */
final class Silently {
  private Silently() {}

  /** The exit code of a command. */
  static int execute(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      System.setOut(nowhere);
      System.setErr(nowhere);
      return Tidewheel.commandLine(Map.of()).execute(words);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}

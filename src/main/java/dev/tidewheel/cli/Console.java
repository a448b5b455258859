package dev.tidewheel.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to one stream, everything for the waiting person to the other.
 *
 * @param out results
 * @param err progress and remarks
 * @param interactive whether {@code err} is a terminal that lines can be redrawn on
 */
public record Console(PrintStream out, PrintStream err, boolean interactive) {

  /** The streams of this process, in UTF-8. The launcher knows whether there is a terminal. */
  public static Console ofProcess() {
    return new Console(
        utf8(System.out), utf8(System.err), Boolean.getBoolean("tidewheel.terminal"));
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * A bar for something that takes a while.
   *
   * @param label what is being done
   * @param total how many parts it has
   */
  public ProgressBar progress(String label, long total) {
    return new ProgressBar(this, label, total, System::nanoTime);
  }

  /** Prints a value as JSON. */
  public void json(Object value) {
    out.println(Json.pretty(value));
  }
}

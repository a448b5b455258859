package dev.tidewheel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a benchmark shows what it found. */
final class ReportOptions {
  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(names = "--out", paramLabel = "FILE", description = "Write what is printed there, too.")
  private @Nullable Path out;

  /** Prints a report, and writes it to the file where one was named. */
  void print(Console console, Object figures, String text) throws IOException {
    String shown = json ? Json.pretty(figures) + '\n' : text;
    console.out().print(shown);
    if (out != null) {
      Files.writeString(out, shown);
    }
  }
}

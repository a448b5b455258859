package dev.tidewheel.cli;

import dev.tidewheel.bench.quality.PathFigure;
import dev.tidewheel.bench.quality.QualityFigures;
import dev.tidewheel.bench.quality.QualityReport;
import dev.tidewheel.bench.quality.QualityReport.Row;
import dev.tidewheel.chart.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The files of the benchmark of quality. */
final class QualityFolder {
  private final Path folder;

  QualityFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, and draws the figure that needs no model: where this Java finds no fonts, it
   * fails now and not after an hour.
   */
  void begin() throws IOException {
    Files.createDirectories(folder);
    try {
      PathFigure.draw().write(folder, "paths");
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw Failure.ofEnvironment(
          "figures cannot be drawn (%s): install fonts, such as fontconfig and DejaVu, or leave --out away"
              .formatted(e),
          e);
    }
  }

  /** Writes the report's files. */
  void write(QualityReport report, String text) throws IOException {
    Files.writeString(folder.resolve("quality.txt"), text);
    Files.writeString(folder.resolve("quality.md"), new QualityMarkdown(report).toString());
    Files.writeString(folder.resolve("quality.csv"), csv(report));
    Files.writeString(folder.resolve("quality.json"), Json.pretty(report) + '\n');
    for (Map.Entry<String, Figure> figure : QualityFigures.of(report).entrySet()) {
      figure.getValue().write(folder, figure.getKey());
    }
  }

  /** A line for each row; a missing error is empty. */
  static String csv(QualityReport report) {
    StringBuilder lines =
        new StringBuilder(
            "model,solver,schedule,steps,images,evaluations,least,most,fid,accuracy,error,seconds\n");
    for (Row row : report.rows()) {
      Double error = row.error();
      lines.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%d,%.4f,%d,%d,%.4f,%.4f,%s,%.1f%n",
              row.model(),
              row.method().solver(),
              row.method().schedule(),
              row.method().amount(),
              report.images(),
              row.evaluations(),
              row.least(),
              row.most(),
              row.fid(),
              row.accuracy(),
              error == null ? "" : String.format(Locale.ROOT, "%.5f", error),
              row.seconds()));
    }
    return lines.toString();
  }
}

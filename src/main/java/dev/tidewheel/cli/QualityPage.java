package dev.tidewheel.cli;

import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.quality.QualityReport;
import dev.tidewheel.bench.quality.QualityReport.Row;
import java.util.Locale;

/** The benchmark of quality for people. */
final class QualityPage {
  private final QualityReport report;

  QualityPage(QualityReport report) {
    this.report = report;
  }

  /** The whole page. */
  @Override
  public String toString() {
    return String.join("\n", heading(), rows(), ways(), claims()) + skipped();
  }

  private String heading() {
    Machine machine = report.machine();
    return """
    Quality: %d pictures a row, no guidance, the same seeds and classes in every row
      machine   %d cores, %s
      with      %s, libtorch %s
      FID       to the real test pictures, in the classifier's features
      accuracy  pictures in which the classifier sees the class asked for
      error     mean RMS to a reference of %d evaluations from the same noise, %d images
    """
        .formatted(
            report.images(),
            machine.cores(),
            machine.cpu(),
            machine.java(),
            machine.libtorch(),
            report.reference(),
            report.sample());
  }

  private String rows() {
    Table table =
        new Table(
            "model", "method", "steps", "evaluations", "range", "FID", "accuracy", "error", "s");
    for (Row row : report.rows()) {
      table.row(
          row.model(),
          row.method().title(),
          row.method().amount(),
          row.evaluations(),
          row.least() + ".." + row.most(),
          row.fid(),
          text("%.1f %%", 100 * row.accuracy()),
          error(row),
          text("%.0f", row.seconds()));
    }
    return table.toString();
  }

  /** An error, or a dash where there is none. */
  static String error(Row row) {
    Double error = row.error();
    return error == null ? "-" : text("%.4f", error);
  }

  private String ways() {
    Table table = new Table("model", "path", "bend", "length by distance");
    for (QualityReport.Ways ways : report.ways()) {
      table.row(
          ways.model(),
          ways.path() + (ways.own() ? "" : ", not its own"),
          text("%.4f", ways.shape().bend()),
          text("%.4f", ways.shape().detour()));
    }
    return table
        + "Bend: mean over time of |chord - velocity|^2 by |chord|^2 (S of the rectified flow"
        + " paper); 0 and 1 are straight.\n";
  }

  private String claims() {
    StringBuilder lines = new StringBuilder();
    for (QualityReport.Claim claim : report.claims()) {
      lines.append(
          "%-14s %s%n               %s%n"
              .formatted(verdict(claim.verdict()), claim.text(), claim.measured()));
    }
    return lines.toString();
  }

  /** A verdict in words. */
  static String verdict(QualityReport.Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> "holds";
      case DOES_NOT_HOLD -> "DOES NOT HOLD";
      case NOT_SHOWN -> "not shown";
      case NOT_MEASURED -> "not measured";
    };
  }

  private String skipped() {
    StringBuilder lines = new StringBuilder();
    for (QualityReport.Skipped skipped : report.skipped()) {
      lines.append("skipped: %s: %s%n".formatted(skipped.what(), skipped.why()));
    }
    return lines.toString();
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

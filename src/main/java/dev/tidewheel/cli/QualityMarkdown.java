package dev.tidewheel.cli;

import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.quality.PathFamily;
import dev.tidewheel.bench.quality.QualityReport;
import dev.tidewheel.bench.quality.QualityReport.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The benchmark of quality as parts of a Markdown page. */
final class QualityMarkdown {
  private final QualityReport report;

  QualityMarkdown(QualityReport report) {
    this.report = report;
  }

  /** The parts by name. */
  Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("claims", claims());
    parts.put("rows", rows());
    parts.put("ways", ways());
    parts.put("families", families());
    parts.put("run", run());
    return parts;
  }

  /** All parts, one after the other. */
  @Override
  public String toString() {
    return String.join("\n", parts().values());
  }

  private String claims() {
    StringBuilder table = head("the field says", "measured here", "");
    for (QualityReport.Claim claim : report.claims()) {
      line(table, claim.text(), claim.measured(), '*' + QualityPage.verdict(claim.verdict()) + '*');
    }
    return table.toString();
  }

  /** The table of the rows. */
  String rows() {
    StringBuilder table =
        head("model", "method", "steps", "evaluations", "FID", "accuracy", "error");
    for (Row row : report.rows()) {
      line(
          table,
          row.model(),
          row.method().title(),
          row.method().amount(),
          text("%.1f", row.evaluations())
              + (row.least() == row.most() ? "" : " (%d-%d)".formatted(row.least(), row.most())),
          text("%.2f", row.fid()),
          text("%.1f %%", 100 * row.accuracy()),
          QualityPage.error(row));
    }
    return table.toString();
  }

  private String ways() {
    StringBuilder table = head("model", "path", "bend", "length by distance");
    for (QualityReport.Ways ways : report.ways()) {
      line(
          table,
          ways.model(),
          ways.path() + (ways.own() ? "" : ", not its own"),
          text("%.4f", ways.shape().bend()),
          text("%.4f", ways.shape().detour()));
    }
    return table.toString();
  }

  private String families() {
    StringBuilder table =
        head(
            "path",
            PathFamily.FEW + " Euler steps, even in its time",
            "even in the share of noise",
            "bend",
            "length by distance");
    for (PathFamily family : report.families()) {
      line(
          table,
          family.path(),
          text("%.3f", family.missByTime()),
          text("%.3f", family.missByShare()),
          text("%.2f", family.bend()),
          text("%.2f", family.detour()));
    }
    return table.toString();
  }

  private String run() {
    Machine machine = report.machine();
    StringBuilder text =
        new StringBuilder(
            """
            %s run: %d pictures in each row, no guidance, the same seeds and classes; errors and ways of %d
            images, the reference has %d evaluations. %d cores (%s), %s, libtorch %s.
            """
                .formatted(
                    report.quick() ? "A quick" : "A full",
                    report.images(),
                    report.sample(),
                    report.reference(),
                    machine.cores(),
                    machine.cpu(),
                    machine.java(),
                    machine.libtorch()));
    for (QualityReport.Skipped skipped : report.skipped()) {
      text.append("\nSkipped: %s: %s\n".formatted(skipped.what(), skipped.why()));
    }
    return text.toString();
  }

  private static StringBuilder head(String... headings) {
    StringBuilder table = new StringBuilder();
    line(table, headings);
    line(table, List.of(headings).stream().map(_ -> "---").toArray(String[]::new));
    return table;
  }

  private static void line(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

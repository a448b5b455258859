package dev.tidewheel.cli;

import dev.tidewheel.bench.AdaptiveReport;
import dev.tidewheel.bench.EndErrors;
import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.PairedShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The benchmark of adaptive steps for people. */
final class AdaptiveReportPage {
  private final AdaptiveReport report;

  AdaptiveReportPage(AdaptiveReport report) {
    this.report = report;
  }

  @Override
  public String toString() {
    Machine machine = report.machine();
    List<String> sections = new ArrayList<>();
    sections.add(
        """
        Adaptive steps of %s: %d images from seed %d, searched on %d others
        Machine: %d cores, %s, libtorch %s
        Errors: root mean square of a picture to a fine reference, data in [-1, 1]
        """
            .formatted(
                report.settings().folder(),
                report.settings().images(),
                report.settings().seed(),
                report.settings().searched(),
                machine.cores(),
                machine.cpu(),
                machine.libtorch()));
    report.parts().forEach(part -> sections.add(part(part)));
    return String.join("\n", sections);
  }

  private String part(AdaptiveReport.Part part) {
    return """
    Guidance %s (reference: %d evaluations)

    %s
    %s
    Solver %s, %d to %d evaluations
    %s
    %s\
    """
        .formatted(
            part.guidance(),
            part.referenceEvaluations(),
            fixed(part),
            calibrated(part),
            report.settings().solver(),
            report.settings().minimum(),
            report.settings().maximum(),
            adaptive(part),
            checks(part));
  }

  private static Table fixed(AdaptiveReport.Part part) {
    Table table = new Table("fixed steps", "evaluations", "mean", "p95");
    part.euler().forEach(errors -> row(table, "euler linear", errors));
    part.named().forEach(named -> row(table, named.name(), named.errors()));
    return table;
  }

  private static void row(Table table, String name, EndErrors errors) {
    table.row(name, errors.evaluations(), text(errors.mean()), text(errors.p95()));
  }

  private static Table calibrated(AdaptiveReport.Part part) {
    Table table =
        new Table("calibrated rows", "mean", "p95", "share of Euler", "share of the best");
    for (AdaptiveReport.Fixed fixed : part.calibrated()) {
      table.row(
          Math.round(fixed.errors().evaluations()),
          text(fixed.errors().mean()),
          text(fixed.errors().p95()),
          fixed.ofEuler(),
          fixed.ofBest());
    }
    return table;
  }

  private static Table adaptive(AdaptiveReport.Part part) {
    Table table =
        new Table(
            "tolerance",
            "evaluations",
            "least..most",
            "rms",
            "mean",
            "p95",
            "share of Euler",
            "share of the best, p95",
            "mean, of by lot",
            "rms, of by lot");
    for (AdaptiveReport.Line line : part.adaptive()) {
      table.row(
          text(line.tolerance()),
          line.errors().evaluations(),
          line.least() + ".." + line.most(),
          text(line.errors().rms()),
          text(line.errors().mean()),
          text(line.errors().p95()),
          line.ofEuler(),
          line.ofBestHigh(),
          line.byLot().map(lot -> share(lot.mean())).orElse(""),
          line.byLot().map(lot -> share(lot.rms())).orElse(""));
    }
    return table;
  }

  private static Table checks(AdaptiveReport.Part part) {
    Table table = new Table("asked for", "found", "at most", "");
    part.checks()
        .forEach(
            check ->
                table.row(check.what(), check.found(), check.most(), check.holds() ? "yes" : "NO"));
    return table;
  }

  private static String share(PairedShare share) {
    return String.format(Locale.ROOT, "%.3f ±%.3f", share.value(), share.uncertainty());
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }
}

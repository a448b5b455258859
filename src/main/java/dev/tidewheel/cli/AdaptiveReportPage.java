package dev.tidewheel.cli;

import dev.tidewheel.bench.AdaptiveReport;
import dev.tidewheel.bench.AdaptiveReport.Score;
import dev.tidewheel.bench.EndErrors;
import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.PairedShare;
import dev.tidewheel.bench.likeness.Likeness;
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
        FID, accuracy: %s
        """
            .formatted(
                report.settings().folder(),
                report.settings().images(),
                report.settings().seed(),
                report.settings().searched(),
                machine.cores(),
                machine.cpu(),
                machine.libtorch(),
                judged()));
    report.parts().forEach(part -> sections.add(part(part)));
    return String.join("\n", sections);
  }

  private String judged() {
    return report.parts().stream().anyMatch(part -> part.reference().likeness().isPresent())
        ? "by a classifier; of so few pictures only beside the other rows of this page"
        : "none: they need %d images of the size that the classifier knows"
            .formatted(Likeness.FEWEST_PICTURES);
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
            Math.round(part.reference().errors().evaluations()),
            fixed(part),
            calibrated(part),
            report.settings().solver(),
            report.settings().minimum(),
            report.settings().maximum(),
            adaptive(part),
            checks(part));
  }

  private static Table fixed(AdaptiveReport.Part part) {
    Table table = new Table("fixed steps", "evaluations", "mean", "p95", "FID", "accuracy");
    row(table, "reference", part.reference());
    part.euler().forEach(score -> row(table, "euler linear", score));
    part.named().forEach(named -> row(table, named.name(), named.score()));
    return table;
  }

  private static void row(Table table, String name, Score score) {
    EndErrors errors = score.errors();
    table.row(
        name,
        errors.evaluations(),
        text(errors.mean()),
        text(errors.p95()),
        fid(score),
        accuracy(score));
  }

  private static Table calibrated(AdaptiveReport.Part part) {
    Table table =
        new Table(
            "calibrated rows",
            "mean",
            "p95",
            "share of Euler",
            "share of the best",
            "FID",
            "accuracy");
    for (AdaptiveReport.Fixed fixed : part.calibrated()) {
      table.row(
          Math.round(fixed.score().errors().evaluations()),
          text(fixed.score().errors().mean()),
          text(fixed.score().errors().p95()),
          ratio(fixed.ofEuler()),
          ratio(fixed.ofBest()),
          fid(fixed.score()),
          accuracy(fixed.score()));
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
            "rms, of by lot",
            "FID",
            "accuracy");
    for (AdaptiveReport.Line line : part.adaptive()) {
      table.row(
          text(line.tolerance()),
          line.score().errors().evaluations(),
          line.least() + ".." + line.most(),
          text(line.score().errors().rms()),
          text(line.score().errors().mean()),
          text(line.score().errors().p95()),
          ratio(line.ofEuler()),
          ratio(line.ofBestHigh()),
          line.byLot().map(lot -> share(lot.mean())).orElse(""),
          line.byLot().map(lot -> share(lot.rms())).orElse(""),
          fid(line.score()),
          accuracy(line.score()));
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

  /** Nothing where there was nothing to compare with. */
  private static String ratio(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f", share) : "";
  }

  private static String fid(Score score) {
    return score.likeness().map(one -> String.format(Locale.ROOT, "%.1f", one.fid())).orElse("");
  }

  private static String accuracy(Score score) {
    return score
        .likeness()
        .map(one -> String.format(Locale.ROOT, "%.3f", one.accuracy()))
        .orElse("");
  }

  private static String share(PairedShare share) {
    return String.format(Locale.ROOT, "%.3f ±%.3f", share.value(), share.uncertainty());
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }
}

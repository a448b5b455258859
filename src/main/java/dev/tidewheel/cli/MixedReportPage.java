package dev.tidewheel.cli;

import dev.tidewheel.bench.EngineReport;
import dev.tidewheel.bench.LoadErrors;
import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.MixedBenchmarkSettings;
import dev.tidewheel.bench.MixedReport;
import dev.tidewheel.bench.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The benchmark of a mixed load for people. */
final class MixedReportPage {
  private final MixedReport report;

  MixedReportPage(MixedReport report) {
    this.report = report;
  }

  /** The whole page. Throughput is the median over the runs, with the least and the most. */
  @Override
  public String toString() {
    return String.join("\n", heading(), ways(), kinds(), gains(), goal());
  }

  private String heading() {
    MixedBenchmarkSettings settings = report.settings();
    Machine machine = report.machine();
    return """
        One tolerance for a mixed load: %d images of %s; guidance %s
          on       %s, threads %d, batch %d
          machine  %d cores, %s, %s
          with     %s, libtorch %s
          figures  median of %d runs (least..most), ways in turn; a second fixed way is drawn once
          others   %s cores were busy with something else
          errors   root mean square of a picture to a reference of %d to %d evaluations,
                   data in [-1, 1]
          fixed    the fewest steps for all images whose p95 is not above that of the tolerance,
                   the 3 best of %d combinations by %d images of other seeds are tried on it,
                   and Euler's even steps, their number as on the others or more
        """
        .formatted(
            settings.images(),
            settings.folders().stream().map(Path::toString).collect(Collectors.joining(", ")),
            settings.guidance().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            settings.device(),
            settings.threads(),
            settings.batch(),
            machine.cores(),
            machine.cpu(),
            machine.system(),
            machine.java(),
            machine.libtorch(),
            settings.runs(),
            text(report.coresOfOthers()),
            report.reference().least(),
            report.reference().most(),
            report.searched(),
            settings.searched());
  }

  private String ways() {
    Table table =
        new Table(
            "whole load",
            "images/s",
            "evaluations",
            "least..most",
            "rows of the network",
            "batch filled",
            "mean error",
            "p50",
            "p95");
    for (MixedReport.WayLine line : report.ways()) {
      LoadErrors errors = line.errors();
      table.row(
          line.name(),
          text(line.imagesPerSecond()),
          line.evaluationsPerImage(),
          errors.least() + ".." + errors.most(),
          line.rowsPerImage(),
          text(line.occupancy()),
          error(errors.all().mean()),
          error(errors.all().p50()),
          error(errors.all().p95()));
    }
    return table.toString();
  }

  /** The fixed ways beside the tolerance, by kind: where it wins and where it loses. */
  private String kinds() {
    List<String> heads =
        new ArrayList<>(
            List.of(
                "model",
                "guidance",
                "images",
                "solver",
                "evaluations",
                "least..most",
                "mean error"));
    report.ways().forEach(way -> heads.add("p95, " + way.name()));
    Table table = new Table(heads.toArray(String[]::new));
    List<LoadErrors.OfKind> tolerant = report.ways().getFirst().errors().kinds();
    for (int i = 0; i < tolerant.size(); i++) {
      LoadErrors.OfKind kind = tolerant.get(i);
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  kind.model(),
                  kind.guidance(),
                  kind.images(),
                  kind.solver(),
                  kind.errors().evaluations(),
                  kind.least() + ".." + kind.most(),
                  error(kind.errors().mean())));
      for (MixedReport.WayLine way : report.ways()) {
        cells.add(error(way.errors().kinds().get(i).errors().p95()));
      }
      table.row(cells.toArray());
    }
    return table.toString();
  }

  private String gains() {
    Table table = new Table("the tolerance, times", "images/s", "rows of the network saved");
    for (MixedReport.Gain gain : report.gains()) {
      table.row(gain.of(), text(gain.imagesPerSecond()), gain.rows());
    }
    return report.gains().size() > 1
        ? table.toString()
        : "%sOf Euler's even steps and the searched combinations, one needs more than %d evaluations.\n"
            .formatted(table, MixedReport.MOST_EVALUATIONS);
  }

  private String goal() {
    EngineReport.Goal goal = report.goal();
    return new Table("goal", "wanted", "got", "")
        .row(
            goal.what(),
            String.format(Locale.ROOT, "%.2f", goal.wanted()),
            text(goal.got()),
            goal.reached() ? "reached" : "MISSED")
        .toString();
  }

  private static String text(Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f..%.2f)", spread.median(), spread.least(), spread.most());
  }

  private static String error(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }
}

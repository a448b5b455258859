package dev.tidewheel.cli;

import dev.tidewheel.bench.EngineBenchmarkSettings;
import dev.tidewheel.bench.EngineReport;
import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.Spread;
import java.util.Locale;

/** The engine's benchmark for people. */
final class EngineReportPage {
  private final EngineReport report;

  EngineReportPage(EngineReport report) {
    this.report = report;
  }

  /** The whole page. Figures are medians over the runs, with the least and the most. */
  @Override
  public String toString() {
    return String.join("\n", heading(), ceiling(), passes(), ticks(), roundTrip(), goals());
  }

  private String heading() {
    EngineBenchmarkSettings settings = report.settings();
    Machine machine = report.machine();
    return """
        Engine benchmark of %s
          on       %s, threads %d, batch %d
          machine  %d cores, %s, %s
          with     %s, libtorch %s
          figures  median of %d runs (least..most); %d images a pass
          others   %s cores were busy with something else
        """
        .formatted(
            report.settings().folder(),
            settings.device(),
            settings.threads(),
            settings.batch(),
            machine.cores(),
            machine.cpu(),
            machine.system(),
            machine.java(),
            machine.libtorch(),
            settings.runs(),
            settings.images(),
            text(report.coresOfOthers(), 2));
  }

  private String ceiling() {
    Table table = new Table("batch", "ms a call", "evaluations/s");
    for (EngineReport.CeilingLine line : report.ceiling()) {
      table.row(line.batch(), text(line.millisPerCall(), 2), text(line.evaluationsPerSecond(), 1));
    }
    return "(a) The network alone\n%sThe fastest is batch %d.\n"
        .formatted(table, report.bestBatch());
  }

  private String passes() {
    Table table =
        new Table("(b) (c) (d)", "images/s", "evaluations/s", "share of (a)", "batch filled");
    Table latencies = new Table("first tick to pixels", "p50 ms", "p95 ms");
    for (EngineReport.PassLine line : report.passes()) {
      table.row(
          line.name(),
          text(line.imagesPerSecond(), 2),
          text(line.evaluationsPerSecond(), 1),
          text(line.ceilingShare(), 3),
          text(line.occupancy(), 2));
      latencies.row(
          line.name(), text(line.latencyP50Millis(), 0), text(line.latencyP95Millis(), 0));
    }
    return table + "\n" + latencies;
  }

  private String ticks() {
    Table table =
        new Table(
            "µs of a mean tick",
            "network",
            "solver",
            "between",
            "rest",
            "all but network",
            "reading, decoding",
            "solver/network");
    for (EngineReport.PassLine line : report.passes()) {
      EngineReport.TickLine tick = line.tick();
      table.row(
          line.name(),
          text(tick.forward(), 0),
          text(tick.solver(), 0),
          text(tick.between(), 0),
          text(tick.rest(), 0),
          text(tick.overhead(), 0),
          text(tick.aside(), 0),
          text(line.solverShare(), 3));
    }
    return table.toString();
  }

  private String roundTrip() {
    return "One request through an idle Kafka and worker: %s ms, %s of them drawing.\n"
        .formatted(
            text(report.roundTrip().millis(), 0), text(report.roundTrip().drawingMillis(), 0));
  }

  private String goals() {
    Table table = new Table("goal", "wanted", "got", "");
    for (EngineReport.Goal goal : report.goals()) {
      table.row(
          goal.what(),
          "%.2f".formatted(goal.wanted()),
          text(goal.got(), 3),
          goal.reached() ? "reached" : "MISSED");
    }
    return table.toString();
  }

  private static String text(Spread spread, int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        number + " (" + number + ".." + number + ")",
        spread.median(),
        spread.least(),
        spread.most());
  }
}

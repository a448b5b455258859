package dev.tidewheel.cli;

import dev.tidewheel.bench.PathsBenchmark;
import dev.tidewheel.bench.PathsReport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows that paths, predictions and solvers are one family. */
@Command(
    name = "paths",
    description =
        "Show that diffusion, flow matching and the rest are one family: every path, prediction and"
            + " ODE solver reaches the same point of a Gaussian mixture, with the order of theory.")
final class BenchPathsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.ofProcess();
    List<PathsReport> reports =
        IntStream.of(2, 64).mapToObj(size -> new PathsBenchmark(size).run()).toList();
    if (json) {
      console.out().println(Json.pretty(reports));
    } else {
      reports.forEach(report -> console.out().println(page(report)));
    }
    return reports.stream().allMatch(PathsReport::holds) ? ExitCodes.OK : ExitCodes.WORK_FAILED;
  }

  private static String page(PathsReport report) {
    Table table =
        new Table(
            "solver",
            "trained on",
            "along",
            "steps",
            "error",
            "twice as many",
            "order",
            "theory",
            "predictions apart",
            "");
    for (PathsReport.Line line : report.lines()) {
      table.row(
          line.solver(),
          line.trained(),
          line.followed(),
          line.steps(),
          text("%.1e", line.coarse()),
          text("%.1e", line.fine()),
          text("%.2f", line.observed()),
          line.order(),
          text("%.0e", line.apart()),
          line.holds() ? "holds" : "MISSED");
    }
    return """
        A mixture of Gaussians in %d dimensions; errors at the end, greatest of %d predictions
        (velocity, noise, data, v, score, preconditioned; plms: noise), from the same noise

        %s
        plms combines the last outputs as they are, as diffusers does: its order is 2 where the
        output is the noise, 4 where steps are also even in noise by data, and 1 elsewhere.
        """
        .formatted(report.dimensions(), report.predictions(), table);
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

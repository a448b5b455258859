package dev.tidewheel.cli;

import dev.tidewheel.bench.AdaptiveBenchmark;
import dev.tidewheel.bench.AdaptiveBenchmarkSettings;
import dev.tidewheel.bench.AdaptiveReport;
import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures adaptive steps against fixed ones. */
@Command(
    name = "adaptive",
    description =
        "Measure adaptive steps: evaluations used, and the error to a fine reference, against"
            + " Euler's with as many evaluations.")
final class BenchAdaptiveCommand implements Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "200",
      description = "Images, of mixed classes and seeds (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      defaultValue = "ab2",
      description = "The solver whose steps adapt (default: ${DEFAULT-VALUE}).")
  private String solver = "";

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      split = ",",
      defaultValue = "0.1,0.05,0.02",
      description = "Tolerances, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<Double> tolerances = new ArrayList<>();

  @Option(
      names = "--min-steps",
      paramLabel = "N",
      defaultValue = "3",
      description = "Fewest evaluations (default: ${DEFAULT-VALUE}).")
  private int minimum;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Most evaluations (default: ${DEFAULT-VALUE}).")
  private int maximum;

  @Option(
      names = "--guidance",
      paramLabel = "X",
      defaultValue = "1",
      description = "Guidance scale; 1 is none (default: ${DEFAULT-VALUE}).")
  private double guidance;

  @Option(
      names = "--reference",
      paramLabel = "N",
      defaultValue = "400",
      description = "Evaluations of the reference (default: ${DEFAULT-VALUE}).")
  private int reference;

  @Override
  public Integer call() throws IOException {
    check();
    Console console = Console.ofProcess();
    ModelFolder folder = options.folder();
    AdaptiveBenchmarkSettings settings =
        new AdaptiveBenchmarkSettings(
            folder.path(), images, solver, tolerances, minimum, maximum, guidance, reference);
    try (ServedModel model = ServedModel.load(BenchOptions.name(folder), folder, engine.device());
        BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      AdaptiveReport report = new AdaptiveBenchmark(settings, model, bars).run();
      bars.close();
      options.print(console, report, page(report));
      return ExitCodes.OK;
    } catch (BenchmarkException e) {
      throw Failure.ofWork(String.valueOf(e.getMessage()));
    }
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    if (images < 1) {
      problems.add("--images is %d; give 1 or more".formatted(images));
    }
    if (reference < 10) {
      problems.add("--reference is %d; give 10 or more".formatted(reference));
    }
    if (minimum < 1 || maximum < minimum) {
      problems.add("--min-steps %d and --max-steps %d hold no number".formatted(minimum, maximum));
    }
    if (!(guidance >= 1)) {
      problems.add("--guidance is %s; give 1 or more".formatted(guidance));
    }
    tolerances.stream()
        .filter(tolerance -> !(tolerance > 0))
        .forEach(tolerance -> problems.add("--tolerance %s is not above 0".formatted(tolerance)));
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("this cannot be measured:", problems);
    }
  }

  private static String page(AdaptiveReport report) {
    AdaptiveBenchmarkSettings settings = report.settings();
    Table table =
        new Table("tolerance", "evaluations", "least..most", "error", "Euler steps", "its error");
    for (AdaptiveReport.Line line : report.lines()) {
      table.row(
          text("%.3f", line.tolerance()),
          line.evaluations(),
          line.least() + ".." + line.most(),
          text("%.4f", line.error()),
          line.eulerSteps(),
          text("%.4f", line.eulerError()));
    }
    Table checks = new Table("must hold", "");
    report.checks().forEach(check -> checks.row(check.what(), check.holds() ? "yes" : "NO"));
    return """
        Adaptive steps of %s: %d images, solver %s, %d to %d evaluations, guidance %s
        Error: mean root mean square to a reference of %d evaluations, data in [-1, 1]

        %s
        %s"""
        .formatted(
            settings.folder(),
            settings.images(),
            settings.solver(),
            settings.minimum(),
            settings.maximum(),
            settings.guidance(),
            report.referenceEvaluations(),
            table,
            checks);
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.bench.AdaptiveBenchmark;
import dev.tidewheel.bench.AdaptiveBenchmarkSettings;
import dev.tidewheel.bench.AdaptiveReport;
import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.bench.likeness.Judge;
import dev.tidewheel.bench.likeness.Likeness;
import dev.tidewheel.model.Classifier;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures adaptive steps against fixed ones. */
@Command(
    name = "adaptive",
    description =
        "Measure adaptive steps and calibrated rows: evaluations used, and the error to a fine"
            + " reference, against Euler's even steps and against the best named solver and"
            + " schedule that a search on other seeds finds.")
final class BenchAdaptiveCommand implements Callable<Integer> {
  private static final String CANNOT = "this cannot be measured:";

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private ClassifierOption classifier = new ClassifierOption();

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "256",
      description = "Images, of mixed classes and seeds (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--searched",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Images, of other seeds, on which the best named combination is searched; 0 leaves the"
              + " search out (default: ${DEFAULT-VALUE}).")
  private int searched;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description =
          "The solver whose steps adapt (default: calibrated where the model is, else ab2).")
  private @Nullable String solver;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      split = ",",
      defaultValue = "0.1,0.05,0.03,0.02,0.01,0.005,0.003",
      description = "Tolerances, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<Double> tolerances = new ArrayList<>();

  @Option(
      names = "--min-steps",
      paramLabel = "N",
      defaultValue = "4",
      description = "Fewest evaluations (default: ${DEFAULT-VALUE}).")
  private int minimum;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most evaluations (default: ${DEFAULT-VALUE}).")
  private int maximum;

  @Option(
      names = "--guidance",
      paramLabel = "X",
      split = ",",
      defaultValue = "1,3",
      description =
          "Guidance scales, with commas between them; 1 is none (default: ${DEFAULT-VALUE}).")
  private List<Double> guidance = new ArrayList<>();

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
    try (ServedModel model = ServedModel.load(BenchOptions.name(folder), folder, engine.device());
        Classifier network = classifier(model);
        BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      AdaptiveReport report =
          new AdaptiveBenchmark(settings(folder.path(), model), model, judge(model, network), bars)
              .run();
      bars.close();
      options.print(console, report, new AdaptiveReportPage(report).toString());
      return ExitCodes.OK;
    } catch (BenchmarkException e) {
      throw Failure.ofWork(String.valueOf(e.getMessage()));
    } catch (ModelException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * None for few images, or where errors are measured before decoding: latents look like nothing.
   */
  private @Nullable Classifier classifier(ServedModel model) {
    if (images < Likeness.FEWEST_PICTURES || model.decoder().isPresent()) {
      return null;
    }
    List<String> problems = new ArrayList<>();
    classifier.check(problems);
    if (!problems.isEmpty()) {
      throw Failure.ofUsage(CANNOT, problems);
    }
    return Classifier.load(classifier.folder(), engine.device());
  }

  private static Optional<Judge> judge(ServedModel model, @Nullable Classifier network) {
    return network == null ? Optional.empty() : Judge.of(model, network);
  }

  private AdaptiveBenchmarkSettings settings(Path folder, ServedModel model) {
    String usual = model.offer().calibrated().isPresent() ? CalibratedSolver.NAME : "ab2";
    return new AdaptiveBenchmarkSettings(
        folder,
        images,
        seed,
        searched,
        solver == null ? usual : solver,
        tolerances,
        minimum,
        maximum,
        guidance,
        reference);
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    Least.of(1, "--images", images, problems);
    Least.of(0, "--searched", searched, problems);
    Least.of(10, "--reference", reference, problems);
    if (minimum < 1 || maximum < minimum) {
      problems.add("--min-steps %d and --max-steps %d hold no number".formatted(minimum, maximum));
    }
    guidance.stream()
        .filter(scale -> !(scale >= 1))
        .forEach(scale -> problems.add("--guidance %s is not 1 or more".formatted(scale)));
    tolerances.stream()
        .filter(tolerance -> !(tolerance > 0))
        .forEach(tolerance -> problems.add("--tolerance %s is not above 0".formatted(tolerance)));
    if (!problems.isEmpty()) {
      throw Failure.ofUsage(CANNOT, problems);
    }
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.admission.Offer;
import dev.tidewheel.bench.Watcher;
import dev.tidewheel.calibration.CalibrationFile;
import dev.tidewheel.calibration.CalibrationListener;
import dev.tidewheel.calibration.CalibrationSettings;
import dev.tidewheel.calibration.Calibrator;
import dev.tidewheel.calibration.NetworkField;
import dev.tidewheel.calibration.Provenance;
import dev.tidewheel.calibration.VelocityField;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.RowEvaluator;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedWay;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits solvers to a model. */
@Command(
    name = "calibrate",
    description = {
      "Fit solvers to a model: rows and places for 3 to 16 evaluations and finer ways, for several"
          + " guidance scales, and the error that each reaches.",
      "Writes calibration.json into the model's folder. Requests then may ask for the solver"
          + " 'calibrated', with a number of steps or with a tolerance."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(paramLabel = "DIR", description = "A Hugging Face diffusers folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: calibration.json in the model's folder).")
  private @Nullable Path out;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "48",
      description = "Images to fit to (default: ${DEFAULT-VALUE}).")
  private int probes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--guidance",
      paramLabel = "X",
      split = ",",
      defaultValue = "1,3,5",
      description = "Guidance scales that get a table (default: ${DEFAULT-VALUE}).")
  private List<Double> guidance = new ArrayList<>();

  @Option(
      names = "--reference",
      paramLabel = "N",
      defaultValue = "160",
      description = "Evaluations of the paths taken for exact (default: ${DEFAULT-VALUE}).")
  private int reference;

  @Option(
      names = "--refine",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Ways of up to so many evaluations are fitted as a whole too, which costs most of the"
              + " time, in the square of it (default: ${DEFAULT-VALUE}).")
  private int refine;

  @Option(
      names = "--anew",
      description =
          "Forget the tables of calibration.json. Without it those of other guidance scales are"
              + " kept and the new ones begin from them.")
  private boolean anew;

  @Override
  public Integer call() throws IOException {
    check();
    Console console = Console.ofProcess();
    ModelFolder model = read();
    CalibrationSettings settings = new CalibrationSettings(probes, seed, reference / 4, refine);
    Optional<CalibrationFile> known = anew ? Optional.empty() : known(model);
    List<Double> scales = guidance.stream().sorted().distinct().toList();
    String name = BenchOptions.name(model);
    Calibration calibration;
    try (ServedModel served = ServedModel.uncalibrated(name, model, engine.device());
        RowEvaluator evaluator = new RowEvaluator(served, shape(served));
        BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      calibration =
          new Calibrator(settings, scale -> field(evaluator, served, scale), listener(bars))
              .run(scales, known.map(old -> old.calibration().tables()).orElse(List.of()));
    }
    Path file = out == null ? model.path().resolve(CalibrationFile.NAME) : out;
    CalibrationFile made =
        CalibrationFile.of(new Provenance(name, model.digest()), settings, of(calibration, scales));
    known.map(old -> old.with(made)).orElse(made).write(file);
    console.out().print(page(calibration));
    console.out().println("Written to " + file);
    return ExitCodes.OK;
  }

  /** The tables to keep: a file of other weights has none. */
  private static Optional<CalibrationFile> known(ModelFolder model) {
    try {
      return CalibrationFile.beside(model);
    } catch (ModelException e) {
      throw Failure.ofEnvironment(e.getMessage() + " Use --anew to make all tables anew.", e);
    }
  }

  /** The tables that were made now. */
  private static Calibration of(Calibration all, List<Double> scales) {
    return new Calibration(
        all.tables().stream().filter(table -> scales.contains(table.guidance())).toList());
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    Least.of(8, "--probes", probes, problems);
    Least.of(40, "--reference", reference, problems);
    guidance.stream()
        .filter(scale -> !(scale >= 1))
        .forEach(scale -> problems.add("--guidance %s is not 1 or more".formatted(scale)));
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("this cannot be calibrated:", problems);
    }
  }

  private ModelFolder read() {
    try {
      return ModelFolder.read(folder);
    } catch (ModelException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    }
  }

  private static ImageShape shape(ServedModel model) {
    return model.latents(model.offer().width(), model.offer().height());
  }

  private VelocityField field(RowEvaluator evaluator, ServedModel model, double scale) {
    Offer offer = model.offer();
    Flow flow = new Flow(offer.recipe().parametrisation(), RectifiedPath.INSTANCE, scale);
    List<NetworkField.Probe> images = new ArrayList<>();
    for (int i = 0; i < probes; i++) {
      images.add(probe(offer.classes(), seed + i));
    }
    return new NetworkField(evaluator, shape(model), flow, images);
  }

  /** The classes in turn. */
  private static NetworkField.Probe probe(Offer.Classes classes, long seed) {
    return switch (classes) {
      case Offer.Classes.None() -> new NetworkField.Probe(seed, 0, 0);
      case Offer.Classes.Table(int count, int noClass) ->
          new NetworkField.Probe(seed, Math.floorMod(seed, count), noClass);
      case Offer.Classes.Number(int least) -> new NetworkField.Probe(seed, least, least);
    };
  }

  private static CalibrationListener listener(Watcher watcher) {
    return new CalibrationListener() {
      @Override
      public void stage(String what, int parts) {
        watcher.stage(what, parts);
      }

      @Override
      public void advanced() {
        watcher.advanced();
      }
    };
  }

  /** The errors reached, a line for each number of evaluations and a column for each guidance. */
  private static String page(Calibration calibration) {
    List<String> heads = new ArrayList<>(List.of("evaluations"));
    calibration.tables().forEach(table -> heads.add("error, guidance " + table.guidance()));
    Table page = new Table(heads.toArray(String[]::new));
    List<FittedWay> first = calibration.tables().getFirst().ways();
    for (int i = 0; i < first.size(); i++) {
      List<Object> cells = new ArrayList<>(List.of(first.get(i).evaluations()));
      for (Calibration.Table table : calibration.tables()) {
        cells.add(String.format(Locale.ROOT, "%.4f", table.ways().get(i).error()));
      }
      page.row(cells.toArray());
    }
    return page.toString();
  }
}

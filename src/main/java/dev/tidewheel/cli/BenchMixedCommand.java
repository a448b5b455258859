package dev.tidewheel.cli;

import ai.djl.Device;
import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.bench.MixedBenchmark;
import dev.tidewheel.bench.MixedBenchmarkSettings;
import dev.tidewheel.bench.MixedReport;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a mixed load under one tolerance. */
@Command(
    name = "mixed",
    description =
        "Measure a mixed load, several models and guidance scales in one queue, under one"
            + " tolerance: images a second against the smallest fixed number of steps that keeps"
            + " the same 95th percentile of error.")
final class BenchMixedCommand implements Callable<Integer> {
  private static final List<String> FAMILY =
      List.of("fashion-flow", "fashion-reflow", "fashion-ddpm");
  private static final int QUICK_IMAGES = 12;

  /** Fewer have no 95th percentile worth the name. */
  private static final int FEWEST_IMAGES = 12;

  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      arity = "1..*",
      description =
          "Diffusers folders (default: fashion-flow, fashion-reflow and fashion-ddpm in models).")
  private List<Path> models = new ArrayList<>();

  @Option(
      names = "--guidance",
      paramLabel = "X",
      split = ",",
      defaultValue = "1,2,3,5",
      description =
          "Guidance scales, with commas between them; 1 is none (default: ${DEFAULT-VALUE}).")
  private List<Double> guidance = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.03",
      description = "The tolerance that every image asks for (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "36",
      description = "Images of the load (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Seed of the first image, and of the order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--searched",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "Images, of other seeds, on which fixed ways are compared first (default:"
              + " ${DEFAULT-VALUE}).")
  private int searched;

  @Option(
      names = "--reference",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Evaluations of the reference; three times as many for models that were not trained on"
              + " the straight path (default: ${DEFAULT-VALUE}).")
  private int reference;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each way is drawn by the engine (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Most images in a tick (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--quick",
      description = "One run with few images: shows that it works, not what it is worth.")
  private boolean quick;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Console console = Console.ofProcess();
    List<Path> folders =
        models.isEmpty() ? FAMILY.stream().map(BenchOptions::ownModel).toList() : models;
    Device device = engine.device();
    List<ServedModel> served = new ArrayList<>();
    try (BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      for (Path folder : folders) {
        ModelFolder read = ModelFolder.read(folder);
        served.add(ServedModel.load(BenchOptions.name(read), read, device));
      }
      MixedReport found = new MixedBenchmark(settings(folders, device), served, bars).run();
      bars.close();
      report.print(console, found, new MixedReportPage(found).toString());
      return ExitCodes.OK;
    } catch (BenchmarkException e) {
      throw Failure.ofWork(String.valueOf(e.getMessage()));
    } catch (ModelException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    } finally {
      served.forEach(ServedModel::close);
    }
  }

  private MixedBenchmarkSettings settings(List<Path> folders, Device device) {
    return new MixedBenchmarkSettings(
        folders,
        guidance,
        tolerance,
        quick ? Math.min(images, QUICK_IMAGES) : images,
        seed,
        searched,
        reference,
        quick ? 1 : runs,
        Devices.nameOf(device),
        engine.threads(),
        batch);
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    Least.of(FEWEST_IMAGES, "--images", images, problems);
    Least.of(FEWEST_IMAGES, "--searched", searched, problems);
    Least.of(1, "--runs", runs, problems);
    Least.of(1, "--batch", batch, problems);
    Least.of(30, "--reference", reference, problems);
    if (!(tolerance > 0)) {
      problems.add("--tolerance %s is not above 0".formatted(tolerance));
    }
    guidance.stream()
        .filter(scale -> !(scale >= 1))
        .forEach(scale -> problems.add("--guidance %s is not 1 or more".formatted(scale)));
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("this cannot be measured:", problems);
    }
  }
}

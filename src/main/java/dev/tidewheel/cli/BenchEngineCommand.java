package dev.tidewheel.cli;

import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.bench.EngineBenchmark;
import dev.tidewheel.bench.EngineBenchmarkSettings;
import dev.tidewheel.bench.EngineReport;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the engine and the log against the network's own speed. */
@Command(
    name = "engine",
    description =
        "Measure the engine, its batching and the way through Kafka against the network's own speed.")
final class BenchEngineCommand implements Callable<Integer> {
  private static final int QUICK_IMAGES = 48;
  private static final Duration CEILING_TIME = Duration.ofSeconds(1);
  private static final Duration QUICK_CEILING_TIME = Duration.ofMillis(200);

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "500",
      description = "Images of each measurement (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Most images in a tick (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--quick",
      description = "One run with few images: shows that it works, not how fast it is.")
  private boolean quick;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Console console = Console.ofProcess();
    ModelFolder folder = options.folder();
    try (ServedModel model = ServedModel.load(BenchOptions.name(folder), folder, engine.device());
        BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      EngineReport report =
          new EngineBenchmark(settings(folder, model), model, this::worker, bars).run();
      bars.close();
      options.print(console, report, new EngineReportPage(report).toString());
      return ExitCodes.OK;
    } catch (BenchmarkException e) {
      throw Failure.ofWork(String.valueOf(e.getMessage()));
    }
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    Least.of(1, "--runs", runs, problems);
    Least.of(1, "--images", images, problems);
    Least.of(1, "--batch", batch, problems);
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("this cannot be measured:", problems);
    }
  }

  private EngineBenchmarkSettings settings(ModelFolder folder, ServedModel model) {
    return new EngineBenchmarkSettings(
        folder.path(),
        Devices.nameOf(model.device()),
        engine.threads(),
        batch,
        quick ? 1 : runs,
        quick ? Math.min(images, QUICK_IMAGES) : images,
        quick ? QUICK_CEILING_TIME : CEILING_TIME);
  }

  private WorkerConfig worker(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("engine.device", engine.name());
    all.put("engine.threads", Integer.toString(engine.threads()));
    return Settings.load(Optional.empty(), all).config();
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.config.ConfigResult;
import dev.tidewheel.worker.Worker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a worker until it is told to stop. */
@Command(
    name = "worker",
    description = "Take requests from Kafka and draw them, until Ctrl-C or SIGTERM.")
final class WorkerCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML.")
  private @Nullable Path config;

  @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka brokers.")
  private @Nullable String bootstrap;

  @Option(
      names = "--model",
      paramLabel = "NAME=DIR",
      description = "A model to serve; may be given many times.")
  private Map<String, String> models = new LinkedHashMap<>();

  @Option(names = "--device", paramLabel = "cpu|cuda:N", description = "Where the networks run.")
  private @Nullable String device;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting by its path, such as engine.batch=16; may be given many times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--print-config", description = "Print the settings in effect, and end.")
  private boolean printConfig;

  @Override
  public Integer call() throws InterruptedException {
    ConfigResult.Loaded loaded = Settings.load(Optional.ofNullable(config), overrides());
    if (printConfig) {
      Console.ofProcess().out().print(loaded.effective());
      return ExitCodes.OK;
    }
    if (loaded.config().models().isEmpty()) {
      throw Failure.ofUsage("no model to serve: give --model NAME=DIR, or models in the settings");
    }
    StopSignal stop = StopSignal.install();
    try (Worker _ = Worker.start(loaded.config())) {
      stop.await();
      return ExitCodes.OK;
    }
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>(settings);
    if (bootstrap != null) {
      overrides.put("kafka.bootstrap", bootstrap);
    }
    if (device != null) {
      overrides.put("engine.device", device);
    }
    models.forEach((name, folder) -> overrides.put("models." + name, folder));
    return overrides;
  }
}

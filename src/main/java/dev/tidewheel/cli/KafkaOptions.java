package dev.tidewheel.cli;

import dev.tidewheel.broker.Preflight;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where Kafka is: the same for every command that talks to it. */
final class KafkaOptions {
  /** How long a person waits to hear that there is no broker. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka brokers.")
  private @Nullable String bootstrap;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A worker's settings: brokers, client properties, topics and group in it count.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting by its path, such as kafka.group=blue; may be given many times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The settings in effect, when a broker has answered.
   *
   * @throws Failure of the environment where none does
   */
  WorkerConfig loadAndReach() {
    WorkerConfig loaded = load();
    Preflight.whyUnreachable(WorkerSettings.client(loaded), PATIENCE)
        .ifPresent(
            why -> {
              throw Failure.ofEnvironment(why.what() + ": " + why.cure(), null);
            });
    return loaded;
  }

  private WorkerConfig load() {
    Map<String, String> overrides = new LinkedHashMap<>(settings);
    if (bootstrap != null) {
      overrides.put("kafka.bootstrap", bootstrap);
    }
    return Settings.load(Optional.ofNullable(config), overrides).config();
  }
}

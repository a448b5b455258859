package dev.tidewheel.cli;

import dev.tidewheel.config.WorkerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where Kafka is: the same for every command that talks to it. */
final class KafkaOptions {
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

  /** The settings in effect. */
  WorkerConfig load() {
    Map<String, String> overrides = new LinkedHashMap<>(settings);
    if (bootstrap != null) {
      overrides.put("kafka.bootstrap", bootstrap);
    }
    return Settings.load(Optional.ofNullable(config), overrides).config();
  }
}

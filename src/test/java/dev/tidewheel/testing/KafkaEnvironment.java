package dev.tidewheel.testing;

import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.client.ClientProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Starts one Kafka for all tests: the embedded one, or {@code apache/kafka} where the system
 * property {@code tidewheel.it.kafka} is {@code container}.
 *
 * <p>Where the container cannot be had the tests are skipped and say so; where the environment
 * variable {@code CI} is {@code true}, or {@code CONTAINER_TESTS} is {@code required}, they fail.
 */
public final class KafkaEnvironment implements ExecutionCondition, ParameterResolver {
  private static final String IMAGE = "apache/kafka:4.4.0";
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(20);
  private static final String LONGEST_LOCK = "3600000";

  private sealed interface Environment extends AutoCloseable {
    @Override
    void close();
  }

  private record Running(TestKafka kafka, Runnable stop) implements Environment {
    @Override
    public void close() {
      stop.run();
    }
  }

  /** Not to be had; looked for only once, also where that is a failure. */
  private record Missing(String reason) implements Environment {
    @Override
    public void close() {}
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return switch (environment(context)) {
      case Running running -> ConditionEvaluationResult.enabled("Kafka runs");
      case Missing(String reason) when isRequired() ->
          throw new IllegalStateException("container tests are required here, but " + reason);
      case Missing(String reason) -> ConditionEvaluationResult.disabled(reason);
    };
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestKafka.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return switch (environment(context)) {
      case Running(TestKafka kafka, Runnable stop) -> kafka;
      case Missing(String reason) -> throw new IllegalStateException(reason);
    };
  }

  private static Environment environment(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(KafkaEnvironment.class))
        .getOrComputeIfAbsent(Environment.class, type -> start(), Environment.class);
  }

  private static Environment start() {
    return "container".equals(System.getProperty("tidewheel.it.kafka"))
        ? startContainer()
        : startEmbedded();
  }

  private static Environment startEmbedded() {
    try {
      Path folder = Files.createTempDirectory("tidewheel-kafka");
      EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(0, folder));
      return new Running(
          new TestKafka(ClientProperties.plain(broker.bootstrap())),
          () -> {
            broker.close();
            delete(folder);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Environment startContainer() {
    Optional<String> obstacle = new RegistryImage(IMAGE).obstacle(REGISTRY_PATIENCE);
    if (obstacle.isPresent()) {
      return missing(obstacle.get());
    }
    KafkaContainer container =
        new KafkaContainer(IMAGE)
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
            .withEnv("KAFKA_GROUP_SHARE_MAX_RECORD_LOCK_DURATION_MS", LONGEST_LOCK)
            .withEnv("KAFKA_GROUP_SHARE_MIN_RECORD_LOCK_DURATION_MS", "1000")
            .withEnv("KAFKA_GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS", "500")
            .withEnv("KAFKA_GROUP_SHARE_HEARTBEAT_INTERVAL_MS", "500");
    try {
      container.start();
    } catch (RuntimeException e) {
      container.stop();
      return missing(IMAGE + " does not start: " + rootMessage(e));
    }
    return new Running(
        new TestKafka(ClientProperties.plain(container.getBootstrapServers())), container::stop);
  }

  private static Missing missing(String reason) {
    if (!isRequired()) {
      System.err.println("Container tests are skipped: " + reason + ".");
    }
    return new Missing(reason);
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("CI"))
        || "required".equals(System.getenv("CONTAINER_TESTS"));
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

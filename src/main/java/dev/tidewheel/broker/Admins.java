package dev.tidewheel.broker;

import dev.tidewheel.client.ClientProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Admin clients whose waiting ends and whose errors are plain Kafka exceptions. */
final class Admins {
  private static final String CURE_OF_SILENCE =
      "start one (tidewheel broker runs one for development), or check the address, the network and"
          + " the security.protocol property";

  private Admins() {}

  static Admin connect(ClientProperties client, Duration patience) {
    int millis = Math.toIntExact(patience.toMillis());
    return Admin.create(
        client.with(
            Map.of("enable.metrics.push", false),
            Map.of("default.api.timeout.ms", millis, "request.timeout.ms", millis)));
  }

  /** Waits for an answer. */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("the broker's answer cannot be used", e.getCause());
    }
  }

  /** The settings of a broker, topic or group that have a value. */
  static Map<String, String> settings(Admin admin, ConfigResource resource) {
    return await(admin.describeConfigs(List.of(resource)).all()).values().stream()
        .flatMap(config -> config.entries().stream())
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** The settings of a group that somebody gave it; empty where the cluster does not tell. */
  static Map<String, String> settingsGiven(Admin admin, ConfigResource group) {
    try {
      return await(admin.describeConfigs(List.of(group)).all()).values().stream()
          .flatMap(config -> config.entries().stream())
          .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG)
          .filter(entry -> entry.value() != null)
          .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    } catch (AuthorizationException e) {
      return Map.of();
    }
  }

  /** Why a cluster cannot be asked, and the way out. */
  static Finding.Error unreachable(ClientProperties client, KafkaException e) {
    String where = client.bootstrap();
    return switch (e) {
      case UnsupportedVersionException old ->
          new Finding.Error(
              "the broker at %s is too old for this client (%s)".formatted(where, reason(old)),
              "upgrade the brokers to Kafka 4.2 or later");
      case AuthenticationException refused ->
          new Finding.Error(
              "the broker at %s does not let this user in (%s)".formatted(where, reason(refused)),
              "check security.protocol and the sasl.* and ssl.* client properties");
      case AuthorizationException refused ->
          new Finding.Error(
              "the broker at %s does not let this user ask (%s)".formatted(where, reason(refused)),
              "let it describe the cluster");
      // its message tells only which call waited
      case TimeoutException silence ->
          new Finding.Error("no broker answers at " + where, CURE_OF_SILENCE);
      default ->
          new Finding.Error(
              "no broker answers at %s (%s)".formatted(where, reason(e)), CURE_OF_SILENCE);
    };
  }

  private static String reason(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

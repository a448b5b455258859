package dev.tidewheel.broker;

import dev.tidewheel.client.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Asks a cluster for the facts that a preflight judges. */
final class BrokerProbe {

  /** What came of asking. */
  sealed interface Reply {}

  /** The cluster could not be asked at all. */
  record NoAnswer(Finding.Error why) implements Reply {}

  /** What it said, and what it would not say. */
  record Answer(BrokerFacts facts, List<Finding> unread) implements Reply {}

  private final Admin admin;
  private final TopicPlan plan;
  private final List<Finding> unread = new ArrayList<>();

  private BrokerProbe(Admin admin, TopicPlan plan) {
    this.admin = admin;
    this.plan = plan;
  }

  static Reply ask(ClientProperties client, TopicPlan plan, Duration patience) {
    try (Admin admin = Admins.connect(client, patience)) {
      Collection<Node> nodes = Admins.await(admin.describeCluster().nodes());
      var probe = new BrokerProbe(admin, plan);
      return new Answer(probe.facts(nodes), probe.unread);
    } catch (KafkaException e) {
      return new NoAnswer(Admins.unreachable(client, e));
    }
  }

  private BrokerFacts facts(Collection<Node> nodes) {
    Optional<FeatureMetadata> features =
        read("the features", () -> Admins.await(admin.describeFeatures().featureMetadata()));
    Map<String, Short> supported = new HashMap<>();
    Map<String, Short> enabled = new HashMap<>();
    features.ifPresent(
        found -> {
          found
              .supportedFeatures()
              .forEach((name, range) -> supported.put(name, range.maxVersion()));
          found
              .finalizedFeatures()
              .forEach((name, range) -> enabled.put(name, range.maxVersionLevel()));
        });
    Map<String, String> broker =
        nodes.stream()
            .findFirst()
            .map(node -> settings(ConfigResource.Type.BROKER, node.idString()))
            .orElse(Map.of());
    Map<String, String> group =
        supported.containsKey("share.version")
            ? settings(ConfigResource.Type.GROUP, plan.group())
            : Map.of();
    return new BrokerFacts(nodes.size(), supported, enabled, broker, topics(), group);
  }

  private Map<String, Map<String, String>> topics() {
    return read("the topics", () -> Admins.await(admin.listTopics().names()))
        .map(
            existing ->
                plan.names().all().stream()
                    .filter(existing::contains)
                    .collect(
                        Collectors.toMap(
                            name -> name, name -> settings(ConfigResource.Type.TOPIC, name))))
        .orElse(Map.of());
  }

  private Map<String, String> settings(ConfigResource.Type type, String name) {
    var resource = new ConfigResource(type, name);
    return read(
            "the settings of %s %s".formatted(type.name().toLowerCase(Locale.ROOT), name),
            () -> Admins.settings(admin, resource))
        .orElse(Map.of());
  }

  private interface Question<T> {
    T ask();
  }

  private <T> Optional<T> read(String what, Question<T> question) {
    try {
      return Optional.of(question.ask());
    } catch (UnsupportedVersionException e) {
      unread.add(
          new Finding.Error(
              "the broker is too old to tell " + what,
              "upgrade the brokers to Kafka 4.2 or later; 4.4 is what Tidewheel is tested with"));
    } catch (KafkaException e) {
      unread.add(
          new Finding.Warning(
              "the broker does not tell %s (%s): not checked".formatted(what, e),
              "let this user describe the cluster, the topics and the group, or check by hand"));
    }
    return Optional.empty();
  }
}

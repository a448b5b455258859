package dev.tidewheel.broker;

import dev.tidewheel.client.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of a plan and sets up its share group. */
public final class Topics {
  private Topics() {}

  /**
   * What came of making topics.
   *
   * @param created names of new topics
   * @param existed names of topics that were there before, which are left as they are
   * @param changes settings of the share group that somebody had given other values
   * @param problems what could not be done
   */
  public record Creation(
      List<String> created, List<String> existed, List<Change> changes, List<Finding> problems) {}

  /**
   * A setting of the share group that was set to another value before.
   *
   * @param group the share group
   * @param setting its name, as Kafka has it
   * @param before the value that somebody had given it
   * @param after the value that it has now
   */
  public record Change(String group, String setting, String before, String after) {
    /** The change as a sentence for a person. */
    @Override
    public String toString() {
      return "%s of the share group %s was %s and is now %s"
          .formatted(setting, group, before, after);
    }
  }

  /**
   * Makes the topics that are missing and sets the group's settings. Doing it twice is the same as
   * doing it once; a topic that exists keeps the settings that its owner gave it.
   *
   * @param client how to reach the brokers
   * @param plan what to make
   * @param patience how long to wait for the cluster
   */
  public static Creation create(ClientProperties client, TopicPlan plan, Duration patience) {
    List<String> created = new ArrayList<>();
    List<String> existed = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    List<Finding> problems = new ArrayList<>();
    try (Admin admin = Admins.connect(client, patience)) {
      Set<String> before = Admins.await(admin.listTopics().names());
      List<NewTopic> missing =
          plan.topics().stream()
              .filter(topic -> !before.contains(topic.name()))
              .map(topic -> newTopic(topic, plan.replicas()))
              .toList();
      plan.names().all().stream().filter(before::contains).forEach(existed::add);
      admin
          .createTopics(missing)
          .values()
          .forEach((name, made) -> note(name, made, created, existed, problems));
      setUpGroup(admin, plan, patience, changes).ifPresent(problems::add);
    } catch (KafkaException e) {
      problems.add(Admins.unreachable(client, e));
    }
    return new Creation(created, existed, changes, problems);
  }

  private static NewTopic newTopic(TopicPlan.Topic topic, Optional<Short> replicas) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas)
        .configs(topic.settings());
  }

  private static void note(
      String name,
      KafkaFuture<Void> made,
      List<String> created,
      List<String> existed,
      List<Finding> problems) {
    try {
      Admins.await(made);
      created.add(name);
    } catch (TopicExistsException e) {
      existed.add(name);
    } catch (KafkaException e) {
      problems.add(
          new Finding.Error(
              "cannot make the topic %s (%s)".formatted(name, e.getMessage()),
              "let this user make topics, or make it by hand"));
    }
  }

  private static Optional<Finding> setUpGroup(
      Admin admin, TopicPlan plan, Duration patience, List<Change> changes) {
    var group = new ConfigResource(ConfigResource.Type.GROUP, plan.group());
    try {
      Map<String, String> before = Admins.settingsGiven(admin, group);
      Map<String, String> wanted = new TreeMap<>(plan.groupSettings());
      wanted.entrySet().removeAll(before.entrySet());
      List<AlterConfigOp> settings =
          wanted.entrySet().stream()
              .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
              .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
              .toList();
      if (!settings.isEmpty()) {
        Admins.await(admin.incrementalAlterConfigs(Map.of(group, settings)).all());
        awaitSettings(admin, group, wanted, patience);
      }
      wanted.forEach(
          (name, after) -> {
            if (before.containsKey(name)) {
              changes.add(new Change(plan.group(), name, before.get(name), after));
            }
          });
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(
          new Finding.Error(
              "cannot set up the share group %s (%s)".formatted(plan.group(), e.getMessage()),
              "run the preflight to see what the broker lacks, or set by hand "
                  + plan.groupSettings().entrySet().stream()
                      .map(Object::toString)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
  }

  /** The broker says yes before it acts upon the settings: up to a second passes in between. */
  private static void awaitSettings(
      Admin admin, ConfigResource group, Map<String, String> wanted, Duration patience) {
    long start = System.nanoTime();
    while (!Admins.settings(admin, group).entrySet().containsAll(wanted.entrySet())) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new TimeoutException("the broker does not act upon the settings");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}

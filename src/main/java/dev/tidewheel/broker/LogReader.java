package dev.tidewheel.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads how the topics and the group of a plan stand. For one use. */
final class LogReader {
  private static final Set<String> TOPIC_SETTINGS =
      Set.of("retention.ms", "retention.bytes", "cleanup.policy", "max.message.bytes");

  private final Admin admin;
  private final TopicPlan plan;
  private final BrokerFacts facts;

  LogReader(Admin admin, TopicPlan plan, BrokerFacts facts) {
    this.admin = admin;
    this.plan = plan;
    this.facts = facts;
  }

  LogDescription.Found read() {
    List<String> existing =
        plan.names().all().stream().filter(facts.topics()::containsKey).toList();
    List<String> missing =
        plan.names().all().stream().filter(name -> !facts.topics().containsKey(name)).toList();
    Map<String, TopicDescription> found =
        Admins.await(admin.describeTopics(existing).allTopicNames());
    List<LogDescription.Topic> topics = new ArrayList<>();
    for (String name : existing) {
      TopicDescription topic = found.get(name);
      if (topic != null) {
        topics.add(describe(topic));
      }
    }
    return new LogDescription.Found(topics, missing, group());
  }

  private LogDescription.Topic describe(TopicDescription topic) {
    List<TopicPartition> partitions =
        topic.partitions().stream()
            .map(info -> new TopicPartition(topic.name(), info.partition()))
            .toList();
    return new LogDescription.Topic(
        topic.name(),
        partitions.size(),
        topic.partitions().getFirst().replicas().size(),
        records(partitions),
        only(TOPIC_SETTINGS, facts.topics().getOrDefault(topic.name(), Map.of())));
  }

  private long records(List<TopicPartition> partitions) {
    return sumOfOffsets(partitions, OffsetSpec.latest())
        - sumOfOffsets(partitions, OffsetSpec.earliest());
  }

  private long sumOfOffsets(List<TopicPartition> partitions, OffsetSpec which) {
    var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, p -> which));
    return Admins.await(admin.listOffsets(asked).all()).values().stream()
        .mapToLong(info -> info.offset())
        .sum();
  }

  private LogDescription.Group group() {
    return new LogDescription.Group(
        plan.group(), members(), lag(), only(plan.groupSettings().keySet(), facts.group()));
  }

  private int members() {
    try {
      return Admins.await(admin.describeShareGroups(List.of(plan.group())).all()).values().stream()
          .mapToInt(group -> group.members().size())
          .sum();
    } catch (KafkaException e) {
      return 0;
    }
  }

  private OptionalLong lag() {
    try {
      Map<TopicPartition, SharePartitionOffsetInfo> offsets =
          Admins.await(
              admin
                  .listShareGroupOffsets(Map.of(plan.group(), new ListShareGroupOffsetsSpec()))
                  .partitionsToOffsetInfo(plan.group()));
      if (offsets.isEmpty()) {
        return OptionalLong.empty();
      }
      // the group knows no offset of a partition from which nothing was taken yet: all in it waits
      List<TopicPartition> untouched =
          offsets.keySet().stream().filter(partition -> offsets.get(partition) == null).toList();
      long waiting = untouched.isEmpty() ? 0 : records(untouched);
      return OptionalLong.of(
          offsets.values().stream()
              .filter(Objects::nonNull)
              .flatMapToLong(info -> info.lag().stream().mapToLong(Long::longValue))
              .reduce(waiting, Long::sum));
    } catch (KafkaException e) {
      return OptionalLong.empty();
    }
  }

  private static Map<String, String> only(Set<String> names, Map<String, String> settings) {
    Map<String, String> chosen = new HashMap<>(settings);
    chosen.keySet().retainAll(names);
    return chosen;
  }
}

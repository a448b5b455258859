package dev.tidewheel.broker;

import dev.tidewheel.client.ClientProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** How the topics and the share group of a plan stand. */
public sealed interface LogDescription {

  /**
   * The cluster did not answer.
   *
   * @param why what is wrong and the way out
   */
  record Unreachable(Finding.Error why) implements LogDescription {}

  /**
   * The cluster answered.
   *
   * @param topics the topics that exist, in the order of the plan
   * @param missing names of those that do not
   * @param group the share group
   */
  record Found(List<Topic> topics, List<String> missing, Group group) implements LogDescription {}

  /**
   * A topic.
   *
   * @param name its name
   * @param partitions number of its partitions
   * @param replicas copies of each partition
   * @param records records in it
   * @param settings those of its settings that matter here
   */
  record Topic(
      String name, int partitions, int replicas, long records, Map<String, String> settings) {}

  /**
   * A share group.
   *
   * @param name its name
   * @param members feeders in it
   * @param lag requests not yet answered, where the broker can tell
   * @param settings those of its settings that matter here
   */
  record Group(String name, int members, OptionalLong lag, Map<String, String> settings) {}

  /**
   * Asks the cluster.
   *
   * @param client how to reach the brokers
   * @param plan what to look at
   * @param patience how long to wait for the cluster
   */
  static LogDescription of(ClientProperties client, TopicPlan plan, Duration patience) {
    return switch (BrokerProbe.ask(client, plan, patience)) {
      case BrokerProbe.NoAnswer(Finding.Error why) -> new Unreachable(why);
      case BrokerProbe.Answer(BrokerFacts facts, List<Finding> unread) -> {
        try (Admin admin = Admins.connect(client, patience)) {
          yield new LogReader(admin, plan, facts).read();
        } catch (KafkaException e) {
          yield new Unreachable(Admins.unreachable(client, e));
        }
      }
    };
  }
}

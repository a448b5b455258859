package dev.tidewheel.testing;

import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.broker.Topics;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.schema.TopicNames;
import java.time.Duration;
import java.util.UUID;

/**
 * A running Kafka that tests share.
 *
 * @param client how to reach it
 */
public record TestKafka(ClientProperties client) {
  /** How long a test waits for the cluster. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A plan with names of its own; nothing is made yet. */
  public static TopicPlan newPlan() {
    String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    return TopicPlan.of(TopicNames.withPrefix(name + "."), name).withLock(Duration.ofMinutes(5));
  }

  /** Makes new topics and a new group. */
  public TopicPlan newTopics() {
    TopicPlan plan = newPlan();
    Topics.Creation creation = Topics.create(client, plan, PATIENCE);
    if (!creation.problems().isEmpty()) {
      throw new IllegalStateException(creation.problems().toString());
    }
    return plan;
  }
}

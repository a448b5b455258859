package dev.tidewheel.worker;

import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.egress.PublisherSettings;
import dev.tidewheel.schema.TopicNames;

/** The settings in the words of the packages that need them. */
public final class WorkerSettings {
  private WorkerSettings() {}

  /** How to reach the brokers. */
  public static ClientProperties client(WorkerConfig config) {
    return new ClientProperties(config.kafka().bootstrap(), config.kafka().client());
  }

  /** The topics. */
  public static TopicNames topics(WorkerConfig config) {
    WorkerConfig.Topics topics = config.kafka().topics();
    return new TopicNames(
        topics.requests(),
        topics.results(),
        topics.steps(),
        topics.events(),
        topics.cancellations(),
        topics.deadLetters());
  }

  /** What the broker must have. */
  public static TopicPlan plan(WorkerConfig config) {
    return TopicPlan.of(topics(config), config.kafka().group())
        .withLock(config.kafka().lock())
        .withInlineLimit(Math.toIntExact(config.storage().inlineLimit().bytes()));
  }

  /** Where answers go; records may be as large as the plan's topics take. */
  static PublisherSettings publisher(WorkerConfig config, String name) {
    PublisherSettings usual = PublisherSettings.of(client(config), topics(config), name);
    return new PublisherSettings(
        usual.client(),
        usual.topics(),
        name,
        plan(config).largestResult(),
        usual.backlogLimit(),
        usual.patience());
  }
}

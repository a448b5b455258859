package dev.tidewheel.egress;

import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.schema.TopicNames;
import java.time.Duration;

/**
 * Where answers go and how long they may wait for a broker.
 *
 * @param client how to reach the brokers
 * @param topics names of the topics
 * @param name names the publisher in logs and at the broker: the client id
 * @param largestRecord most bytes of one record; no more than {@code max.message.bytes} of the
 *     topics
 * @param backlogLimit bytes waiting beyond which step metrics are dropped
 * @param patience how long a record may wait for the broker before its future fails
 */
public record PublisherSettings(
    ClientProperties client,
    TopicNames topics,
    String name,
    int largestRecord,
    long backlogLimit,
    Duration patience) {

  /**
   * Settings that ride out ten minutes of outage with records of up to 2 MiB.
   *
   * @param client how to reach the brokers
   * @param topics names of the topics
   * @param name names the publisher in logs and at the broker
   */
  public static PublisherSettings of(ClientProperties client, TopicNames topics, String name) {
    return new PublisherSettings(client, topics, name, 2 << 20, 64L << 20, Duration.ofMinutes(10));
  }
}

package dev.tidewheel.broker;

import dev.tidewheel.schema.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics and the share group that a fleet needs, with their settings.
 *
 * @param names names of the topics
 * @param group share group of the fleet
 * @param requestPartitions partitions of the topic of requests. A share group deals partitions out
 *     among its feeders, so with one partition, and only then, any free feeder takes the next
 *     request; one is enough for 2,000 requests held at a time
 * @param partitions partitions of the other busy topics
 * @param replicas copies of each partition; absent: the broker's default
 * @param lock how long a request stays with a worker that gives no more sign of life
 * @param inlineLimit largest picture that travels inside a result, in bytes
 */
public record TopicPlan(
    TopicNames names,
    String group,
    int requestPartitions,
    int partitions,
    Optional<Short> replicas,
    Duration lock,
    int inlineLimit) {

  /** The share group that workers join unless told otherwise. */
  public static final String DEFAULT_GROUP = "tidewheel";

  /** What a result holds beside its picture, at most: step trace, metadata, headers. */
  static final int ROOM_BESIDE_PICTURE = 64 << 10;

  /** Most bytes of a request with its headers; also Kafka's own default. */
  static final int LARGEST_REQUEST = 1 << 20;

  /** Most bytes of a picture that travels inside a request. */
  public static final int LARGEST_IMAGE_OF_A_REQUEST = LARGEST_REQUEST - ROOM_BESIDE_PICTURE;

  /** As often as Kafka allows: a worker that crashes is not the request's fault. */
  static final int DELIVERIES = 10;

  private static final int USUAL_RECORD = 2 << 20;

  /**
   * A plan for a fleet that keeps requests for up to a minute and sends pictures of up to 512 KiB
   * inline: what a stock broker allows.
   *
   * @param names names of the topics
   * @param group share group of the fleet
   */
  public static TopicPlan of(TopicNames names, String group) {
    return new TopicPlan(names, group, 1, 4, Optional.empty(), Duration.ofMinutes(1), 512 << 10);
  }

  /** This plan with another lock. */
  public TopicPlan withLock(Duration otherLock) {
    return new TopicPlan(
        names, group, requestPartitions, partitions, replicas, otherLock, inlineLimit);
  }

  /** This plan with another limit of pictures that travel inside a result. */
  public TopicPlan withInlineLimit(int bytes) {
    return new TopicPlan(names, group, requestPartitions, partitions, replicas, lock, bytes);
  }

  /**
   * A topic to make.
   *
   * @param name its name
   * @param partitions number of its partitions
   * @param settings its settings by Kafka's names
   */
  public record Topic(String name, int partitions, Map<String, String> settings) {}

  /** The topics to make. */
  public List<Topic> topics() {
    return List.of(
        topic(names.requests(), requestPartitions, FOR_EVER, LARGEST_REQUEST),
        topic(names.results(), partitions, days(7), largestResult()),
        topic(names.steps(), partitions, days(1), USUAL_RECORD),
        topic(names.events(), partitions, days(7), LARGEST_REQUEST),
        topic(names.cancellations(), 1, days(1), LARGEST_REQUEST),
        topic(names.deadLetters(), 1, days(30), USUAL_RECORD));
  }

  /** The share group's settings by Kafka's names. */
  public Map<String, String> groupSettings() {
    return Map.of(
        "share.auto.offset.reset",
        "earliest",
        "share.isolation.level",
        "read_committed",
        "share.record.lock.duration.ms",
        Long.toString(lock.toMillis()),
        "share.delivery.count.limit",
        Integer.toString(DELIVERIES));
  }

  /** Most bytes of a result record. */
  public int largestResult() {
    return Math.max(USUAL_RECORD, inlineLimit + ROOM_BESIDE_PICTURE);
  }

  private static final Duration FOR_EVER = Duration.ofMillis(-1);

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static Topic topic(String name, int partitions, Duration retention, int largestRecord) {
    return new Topic(
        name,
        partitions,
        Map.of(
            "retention.ms", Long.toString(retention.toMillis()),
            "cleanup.policy", "delete",
            "max.message.bytes", Integer.toString(largestRecord)));
  }
}

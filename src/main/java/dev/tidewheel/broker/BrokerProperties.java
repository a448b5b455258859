package dev.tidewheel.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a single broker that starts quickly and lets share groups hold records for long.
 */
final class BrokerProperties {
  private BrokerProperties() {}

  static Map<String, String> of(
      int nodeId, int port, int controllerPort, Path log, Duration longestLock) {
    Map<String, String> properties = new TreeMap<>(ONE_NODE);
    properties.putAll(INTERNAL_TOPICS);
    properties.putAll(SHARE_GROUPS);
    properties.putAll(SMALL);
    properties.put("node.id", Integer.toString(nodeId));
    properties.put("log.dirs", log.toString());
    properties.put(
        "listeners",
        "PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d".formatted(port, controllerPort));
    properties.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
    properties.put("controller.quorum.voters", nodeId + "@localhost:" + controllerPort);
    properties.put(
        "group.share.max.record.lock.duration.ms", Long.toString(longestLock.toMillis()));
    // a connection that is closed for idleness frees the records that it holds
    properties.put("connections.max.idle.ms", Long.toString(2 * longestLock.toMillis()));
    return properties;
  }

  private static final Map<String, String> ONE_NODE =
      Map.of(
          "process.roles", "broker,controller",
          "controller.listener.names", "CONTROLLER",
          "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
          "default.replication.factor", "1",
          "min.insync.replicas", "1",
          "auto.create.topics.enable", "false",
          "message.max.bytes", Integer.toString(2 << 20));

  /** Few partitions: each costs time at every start. */
  private static final Map<String, String> INTERNAL_TOPICS =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "2",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "2");

  /**
   * A feeder learns its partitions by heartbeat: at the usual 5 s the first request waits as long.
   */
  private static final Map<String, String> SHARE_GROUPS =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          "group.share.min.heartbeat.interval.ms", "500",
          "group.share.heartbeat.interval.ms", "500",
          "group.share.min.record.lock.duration.ms", "1000",
          "group.share.max.size", "1000");

  private static final Map<String, String> SMALL =
      Map.of(
          "num.network.threads", "2",
          "num.io.threads", "4",
          "background.threads", "2",
          // no record into the metadata log, with an fsync, every half second: nobody waits for it
          "metadata.max.idle.interval.ms", "0",
          "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
}

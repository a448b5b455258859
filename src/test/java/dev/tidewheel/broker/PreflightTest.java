package dev.tidewheel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.schema.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final TopicPlan PLAN =
      TopicPlan.of(TopicNames.DEFAULT, "fleet").withLock(Duration.ofMinutes(15));

  private final Map<String, Short> supported =
      new HashMap<>(Map.of("metadata.version", (short) 33, "share.version", (short) 2));
  private final Map<String, Short> enabled = new HashMap<>(Map.of("share.version", (short) 2));
  private final Map<String, String> broker =
      new HashMap<>(
          Map.of(
              "group.share.max.record.lock.duration.ms", "3600000",
              "group.share.max.delivery.count.limit", "10",
              "share.coordinator.state.topic.replication.factor", "3",
              "connections.max.idle.ms", "3600000"));
  private final Map<String, Map<String, String>> topics =
      PLAN.topics().stream()
          .collect(
              Collectors.toMap(
                  TopicPlan.Topic::name,
                  topic -> new HashMap<>(topic.settings()),
                  (a, b) -> a,
                  HashMap::new));
  private final Map<String, String> group = new HashMap<>(PLAN.groupSettings());
  private int nodes = 3;

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(judge()).isEmpty();
  }

  @Test
  void namesAnOldBroker() {
    supported.put("metadata.version", (short) 27);
    assertError("4.1-IV1", "Kafka 4.2 or later");
  }

  @Test
  void namesABrokerThatKnowsNoShareGroups() {
    supported.clear();
    enabled.clear();
    assertError("older than 3.3", "upgrade the brokers");
  }

  @Test
  void namesShareGroupsThatAreOff() {
    enabled.put("share.version", (short) 0);
    assertError("share.version=0", "--feature share.version=1");
  }

  @Test
  void namesAStateTopicWithMoreCopiesThanBrokers() {
    nodes = 1;
    assertError("share.coordinator.state.topic.replication.factor is 3", "to 1 on the brokers");
  }

  @Test
  void namesALockMaximumBelowTheLock() {
    broker.put("group.share.max.record.lock.duration.ms", "60000");
    assertError(
        "group.share.max.record.lock.duration.ms is 60000",
        "set group.share.max.record.lock.duration.ms to 900000");
  }

  @Test
  void warnsOfConnectionsThatIdleLessThanTheLock() {
    broker.put("connections.max.idle.ms", "600000");
    assertWarning("connections.max.idle.ms is 600000", "to 960000");
  }

  @Test
  void namesAGroupThatStartsAtTheEnd() {
    group.put("share.auto.offset.reset", "latest");
    assertError("share.auto.offset.reset of the share group fleet is latest", "to earliest");
  }

  @Test
  void namesAGroupWithAShorterLock() {
    group.put("share.record.lock.duration.ms", "30000");
    assertError("share.record.lock.duration.ms", "to 900000");
  }

  @Test
  void namesAGroupThatRenewsNoLocks() {
    group.put("share.renew.acknowledge.enable", "true");
    assertThat(judge()).isEmpty();
    group.put("share.renew.acknowledge.enable", "false");
    assertError("jobs longer than the lock are done twice", "set it to true");
  }

  @Test
  void warnsOfAGroupThatReadsUncommittedRecords() {
    group.put("share.isolation.level", "read_uncommitted");
    assertWarning("read_uncommitted", "to read_committed");
  }

  @Test
  void namesEveryMissingTopic() {
    topics.remove("tidewheel.steps");
    topics.remove("tidewheel.events");
    assertError("tidewheel.steps, tidewheel.events", "tidewheel topics create");
  }

  @Test
  void namesAResultsTopicThatIsTooSmallForInlinePictures() {
    set("tidewheel.results", topic -> topic.put("max.message.bytes", "524288"));
    assertError(
        "max.message.bytes of tidewheel.results is 524288",
        "set max.message.bytes of tidewheel.results to 589824");
  }

  @Test
  void warnsOfDeadLettersThatCannotHoldARequest() {
    set("tidewheel.dead-letters", topic -> topic.put("max.message.bytes", "1048576"));
    assertWarning("dead letters", "set max.message.bytes of tidewheel.dead-letters to 1114112");
  }

  @Test
  void warnsOfRequestsThatAreDeletedUnread() {
    set("tidewheel.requests", topic -> topic.put("retention.ms", "604800000"));
    assertWarning("retention.ms of tidewheel.requests is 604800000", "to -1");
  }

  @Test
  void warnsOfCompactedRequests() {
    set("tidewheel.requests", topic -> topic.put("cleanup.policy", "compact,delete"));
    assertWarning("cleanup.policy", "delete");
  }

  private void set(String topic, Consumer<Map<String, String>> change) {
    change.accept(topics.computeIfAbsent(topic, name -> new HashMap<>()));
  }

  private List<Finding> judge() {
    return Preflight.judge(new BrokerFacts(nodes, supported, enabled, broker, topics, group), PLAN);
  }

  private void assertError(String what, String cure) {
    assertThat(judge()).singleElement().isInstanceOf(Finding.Error.class);
    assertSays(what, cure);
  }

  private void assertWarning(String what, String cure) {
    assertThat(judge()).singleElement().isInstanceOf(Finding.Warning.class);
    assertSays(what, cure);
  }

  private void assertSays(String what, String cure) {
    assertThat(judge().getFirst().what()).contains(what);
    assertThat(judge().getFirst().cure()).contains(cure);
  }
}

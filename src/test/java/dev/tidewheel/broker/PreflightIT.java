package dev.tidewheel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.intake.Feeder;
import dev.tidewheel.intake.FeederListener;
import dev.tidewheel.intake.FeederSettings;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKafka
@Timeout(60)
class PreflightIT {
  private final TestKafka kafka;

  PreflightIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @Test
  void findsNothingWrongWithTopicsThatWereJustMade() {
    TopicPlan plan = kafka.newTopics();
    assertThat(Preflight.check(kafka.client(), plan, TestKafka.PATIENCE)).isEmpty();
  }

  @Test
  void makingTopicsTwiceLeavesThemAsTheyAre() {
    TopicPlan plan = kafka.newTopics();
    set(ConfigResource.Type.TOPIC, plan.names().steps(), "retention.ms", "1234567");
    Topics.Creation again = Topics.create(kafka.client(), plan, TestKafka.PATIENCE);
    assertThat(again.created()).isEmpty();
    assertThat(again.existed()).containsExactlyElementsOf(plan.names().all());
    assertThat(again.changes()).isEmpty();
    assertThat(again.problems()).isEmpty();
    assertThat(describe(plan).topics().get(2).settings()).containsEntry("retention.ms", "1234567");
  }

  @Test
  void saysWhichSettingsOfTheGroupItChanges() {
    TopicPlan plan = kafka.newTopics();
    set(ConfigResource.Type.GROUP, plan.group(), "share.auto.offset.reset", "latest");
    Awaitility.await()
        .until(
            () ->
                "latest".equals(describe(plan).group().settings().get("share.auto.offset.reset")));
    Topics.Creation creation = Topics.create(kafka.client(), plan, TestKafka.PATIENCE);
    assertThat(creation.problems()).isEmpty();
    assertThat(creation.changes())
        .extracting(Topics.Change::toString)
        .containsExactly(
            "share.auto.offset.reset of the share group %s was latest and is now earliest"
                .formatted(plan.group()));
  }

  @Test
  void findsTopicsAndGroupThatWereNeverMade() {
    TopicPlan plan = TestKafka.newPlan();
    assertThat(Preflight.check(kafka.client(), plan, TestKafka.PATIENCE))
        .filteredOn(Finding.Error.class::isInstance)
        .extracting(Finding::what)
        .anyMatch(what -> what.startsWith("missing topics: " + plan.names().requests()))
        .anyMatch(what -> what.startsWith("share.auto.offset.reset of the share group"))
        .anyMatch(what -> what.startsWith("share.record.lock.duration.ms of the share group"))
        .hasSize(3);
  }

  @Test
  void findsWhatWasSetWrong() {
    TopicPlan plan = kafka.newTopics();
    set(ConfigResource.Type.TOPIC, plan.names().results(), "max.message.bytes", "1000");
    set(ConfigResource.Type.TOPIC, plan.names().requests(), "retention.ms", "60000");
    set(ConfigResource.Type.GROUP, plan.group(), "share.auto.offset.reset", "latest");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Preflight.check(kafka.client(), plan, TestKafka.PATIENCE))
                    .extracting(Finding::what)
                    .anyMatch(what -> what.startsWith("max.message.bytes of"))
                    .anyMatch(what -> what.startsWith("retention.ms of"))
                    .anyMatch(what -> what.startsWith("share.auto.offset.reset of"))
                    .hasSize(3));
  }

  @Test
  void findsALockThatTheBrokerDoesNotAllow() {
    TopicPlan plan = TestKafka.newPlan().withLock(Duration.ofHours(2));
    assertThat(Topics.create(kafka.client(), plan, TestKafka.PATIENCE).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("share.record.lock.duration.ms"));
    assertThat(Preflight.check(kafka.client(), plan, TestKafka.PATIENCE))
        .extracting(Finding::cure)
        .anyMatch(
            cure -> cure.startsWith("set group.share.max.record.lock.duration.ms to 7200000"));
  }

  @Test
  void aBrokerThatIsNotThereIsAFinding() throws IOException {
    int nobodysPort;
    try (var socket = new ServerSocket(0)) {
      nobodysPort = socket.getLocalPort();
    }
    var client = ClientProperties.plain("localhost:" + nobodysPort);
    assertThat(Preflight.check(client, TestKafka.newPlan(), Duration.ofSeconds(2)))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.what())
                    .startsWith("no broker answers at localhost:" + nobodysPort));
  }

  @Test
  void aListenerThatIsNoKafkaIsAFinding() throws IOException {
    try (var socket = new ServerSocket(0)) {
      var client = ClientProperties.plain("localhost:" + socket.getLocalPort());
      assertThat(Preflight.check(client, TestKafka.newPlan(), Duration.ofSeconds(2)))
          .singleElement()
          .isInstanceOf(Finding.Error.class);
    }
  }

  @Test
  void describesTopicsAndGroup() {
    TopicPlan plan = kafka.newTopics();
    LogDescription.Found found = describe(plan);
    assertThat(found.missing()).isEmpty();
    assertThat(found.topics())
        .extracting(LogDescription.Topic::name)
        .containsExactlyElementsOf(plan.names().all());
    assertThat(found.topics().getFirst().settings()).containsEntry("retention.ms", "-1");
    assertThat(found.group().settings()).containsAllEntriesOf(plan.groupSettings());
    assertThat(found.group().members()).isZero();
  }

  @Test
  void countsWhatWaitsAlsoWhereNothingWasTakenYet() throws InterruptedException {
    TopicPlan plan = kafka.newTopics();
    assertThat(describe(plan).group().lag()).isEmpty();
    var settings =
        new FeederSettings(kafka.client(), plan.names().requests(), plan.group(), "feeder", 1);
    var feeder = new Feeder(settings, delivery -> {}, FeederListener.NONE);
    Thread.ofVirtual().start(feeder);
    try {
      Awaitility.await()
          .atMost(TestKafka.PATIENCE)
          .untilAsserted(() -> assertThat(describe(plan).group().lag()).hasValue(0));
      try (var log = new Log(kafka.client())) {
        log.send(plan.names().requests(), "k", "one");
        log.send(plan.names().requests(), "k", "two");
      }
      Awaitility.await()
          .atMost(TestKafka.PATIENCE)
          .untilAsserted(() -> assertThat(describe(plan).group().lag()).hasValue(2));
    } finally {
      feeder.drain(Duration.ZERO);
      assertThat(feeder.awaitEnd(TestKafka.PATIENCE)).isTrue();
    }
  }

  private LogDescription.Found describe(TopicPlan plan) {
    return (LogDescription.Found) LogDescription.of(kafka.client(), plan, TestKafka.PATIENCE);
  }

  private void set(ConfigResource.Type type, String name, String setting, String value) {
    try (Admin admin = Admins.connect(kafka.client(), TestKafka.PATIENCE)) {
      var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
      Admins.await(
          admin
              .incrementalAlterConfigs(Map.of(new ConfigResource(type, name), List.of(change)))
              .all());
    }
  }
}

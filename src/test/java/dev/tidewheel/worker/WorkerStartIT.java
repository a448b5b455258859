package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a worker says of a broker that is not as it needs it, before it takes any work. */
@NeedsKafka
@Timeout(120)
class WorkerStartIT {
  @TempDir private Path folder;
  private final TestKafka kafka;
  private Fleet fleet;

  WorkerStartIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void open() throws InterruptedException {
    fleet = new Fleet(kafka, folder);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void refusesATopicOfResultsThatTakesNoPictureOfTheInlineLimit() {
    String results = fleet.plan().names().results();
    set(results, "max.message.bytes", "100000");
    assertThat(reasons())
        .singleElement()
        .asString()
        .contains("max.message.bytes of " + results + " is 100000")
        .contains("set max.message.bytes of " + results + " to 589824");
    fleet.start("storage.inlineLimit", "10KiB").close();
  }

  @Test
  void warnsOfRequestsThatAreDeletedUnread() {
    String requests = fleet.plan().names().requests();
    set(requests, "retention.ms", "3600000");
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Worker.class);
    Level level = logger.getLevel();
    heard.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(heard);
    try {
      fleet.start();
    } finally {
      logger.detachAppender(heard);
      logger.setAdditive(true);
      logger.setLevel(level);
    }
    assertThat(heard.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.contains("retention.ms of " + requests + " is 3600000")
                    && line.contains("set retention.ms of " + requests + " to -1"));
    fleet.complete(Fleet.request("r"));
  }

  @Test
  void setsUpTheGroupThatNobodyHasSetUp() throws InterruptedException, ExecutionException {
    String group = fleet.plan().group() + "-new";
    CompletableFuture<Outcome> before = fleet.send(Fleet.request("sent before"));
    fleet.start("kafka.group", group, "kafka.lock", "45s");
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    try (Admin admin = admin()) {
      List<String> found =
          admin.describeConfigs(List.of(resource)).all().get().values().stream()
              .flatMap(config -> config.entries().stream())
              .map(entry -> entry.name() + "=" + entry.value())
              .toList();
      assertThat(found)
          .contains(
              "share.auto.offset.reset=earliest",
              "share.isolation.level=read_committed",
              "share.record.lock.duration.ms=45000");
    }
    Fleet.completed(before);
    fleet.complete(Fleet.request("sent after"));
  }

  @Test
  void leavesNothingRunningWhereItsPortIsTaken() throws IOException {
    int before = engineThreads();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(reasons("http.port", port))
          .singleElement()
          .asString()
          .contains("localhost:" + port)
          .contains("http.port");
    }
    assertThat(engineThreads()).isEqualTo(before);
  }

  private static int engineThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("engine"))
            .count();
  }

  private List<String> reasons(String... namesAndValues) {
    WorkerStartException refusal =
        catchThrowableOfType(WorkerStartException.class, () -> fleet.start(namesAndValues));
    assertThat(refusal).isNotNull();
    return refusal.reasons();
  }

  private Admin admin() {
    return Admin.create(kafka.client().with(Map.of(), Map.of()));
  }

  private void set(String topic, String key, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    try (Admin admin = admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

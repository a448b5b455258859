package dev.tidewheel.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKafka
@Timeout(60)
class CancellationsIT {
  private final TestKafka kafka;
  private final TopicPlan plan;
  private final TidewheelClient client;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Cancellations cancellations;

  CancellationsIT(TestKafka kafka) {
    this.kafka = kafka;
    this.plan = kafka.newTopics();
    this.client = new TidewheelClient(kafka.client(), plan.names());
    this.cancellations =
        new Cancellations(
            kafka.client(),
            plan.names().cancellations(),
            "cancellations",
            Duration.ofHours(1),
            cancellation -> heard.add(cancellation.getRequestId()));
  }

  @AfterEach
  void stop() {
    cancellations.stop();
    client.close();
  }

  @Test
  void knowsWhatWasCancelledBeforeItStarted() throws Exception {
    client.cancel("early", "no longer needed").get();
    start();
    cancellations.caughtUp().get(30, TimeUnit.SECONDS);
    assertThat(cancellations.find("early"))
        .map(Cancellation::getReason)
        .contains("no longer needed");
    assertThat(cancellations.find("other")).isEmpty();
  }

  @Test
  void hearsWhatIsCancelledLater() throws Exception {
    start();
    cancellations.caughtUp().get(30, TimeUnit.SECONDS);
    client.cancel("late", null).get();
    await().until(() -> heard.contains("late"));
    assertThat(cancellations.find("late")).isPresent();
  }

  @Test
  void skipsWhatIsNoCancellation() throws Exception {
    try (var log = new Log(kafka.client())) {
      log.send(plan.names().cancellations(), "x", "no Avro");
    }
    client.cancel("after", null).get();
    start();
    cancellations.caughtUp().get(30, TimeUnit.SECONDS);
    assertThat(heard).containsExactly("after");
  }

  private void start() {
    Thread.ofVirtual().start(cancellations);
  }
}

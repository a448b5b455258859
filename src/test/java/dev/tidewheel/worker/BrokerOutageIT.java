package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away under load and comes back. */
@Timeout(180)
class BrokerOutageIT {
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("tidewheel.it.outage", 10));

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Chronicle chronicle = new Chronicle();
  private final Map<String, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();

  @Test
  void nothingIsLostAndTheWorkerGoesOn() throws InterruptedException {
    Path data = folder.resolve("kafka");
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(0, data));
    int port = Integer.parseInt(broker.bootstrap().replaceFirst(".*:", ""));
    TestKafka kafka = new TestKafka(ClientProperties.plain(broker.bootstrap()));
    try (Fleet fleet = new Fleet(kafka, folder.resolve("images"))) {
      Worker worker = fleet.start();
      for (int i = 0; i < 40; i++) {
        GenerationRequest.Builder request = Fleet.request("r" + i).setSteps(new FixedSteps(60));
        sent.put("r" + i, fleet.send(request.build(), chronicle));
      }
      await().atMost(LONG).until(() -> chronicle.count(worker.id(), EventKind.COMPLETED) >= 5);

      broker.close();
      Thread.sleep(OUTAGE.toMillis());
      assertThat(worker.state()).isEqualTo(Lifecycle.RUNNING);
      assertThat(sent.values()).anyMatch(future -> !future.isDone());
      broker = EmbeddedBroker.start(new BrokerSettings(port, data));

      long back = System.nanoTime();
      sent.values().forEach(Fleet::completed);
      tell(back);
      fleet.complete(Fleet.request("afterwards"));
      assertEachIsCompletedOnce(fleet);
    } finally {
      broker.close();
    }
  }

  @Test
  void aWorkerStopsInTimeWhereTheBrokerIsAway() throws InterruptedException {
    Duration grace = Duration.ofSeconds(3);
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(0, folder.resolve("kafka")));
    TestKafka kafka = new TestKafka(ClientProperties.plain(broker.bootstrap()));
    try (Fleet fleet = new Fleet(kafka, folder.resolve("images"))) {
      Worker worker = fleet.start("worker.grace", grace.toSeconds() + "s");
      sent.put("endless", fleet.sendAndAwaitStart(Fleet.endless("endless")));
      for (int i = 0; i < 8; i++) {
        sent.put("r" + i, fleet.send(Fleet.request("r" + i).setSteps(new FixedSteps(500))));
      }
      broker.close();
      Thread.sleep(1_000);
      long start = System.nanoTime();
      worker.close();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("%s: stopped in %d ms%n", getClass().getSimpleName(), took.toMillis());
      assertThat(took).isLessThan(grace.plusSeconds(7));
      assertThat(worker.state()).isEqualTo(Lifecycle.STOPPED);
      assertThat(sent.values()).anyMatch(future -> !future.isDone());
    } finally {
      broker.close();
    }
  }

  private void tell(long back) {
    Duration first =
        chronicle
            .since(back, event -> event.getKind() == EventKind.COMPLETED)
            .orElseThrow(() -> new AssertionError("nothing was left for the time after"));
    System.out.printf(
        "%s: broker away for %d s: first request completed %d ms after it was back, all after %d ms%n",
        getClass().getSimpleName(),
        OUTAGE.toSeconds(),
        first.toMillis(),
        Duration.ofNanos(System.nanoTime() - back).toMillis());
  }

  /** One end each, also of those whose acknowledgement was lost. */
  private void assertEachIsCompletedOnce(Fleet fleet) {
    Map<String, List<RequestEvent>> ends = fleet.ends();
    assertThat(ends).containsKeys(sent.keySet().toArray(String[]::new));
    assertThat(ends.values())
        .allSatisfy(
            events ->
                assertThat(events)
                    .extracting(RequestEvent::getKind)
                    .containsExactly(EventKind.COMPLETED));
    assertThat(fleet.deadLetters()).isEmpty();
  }
}

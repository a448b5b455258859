package dev.tidewheel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.egress.KafkaPublisher;
import dev.tidewheel.egress.PublisherSettings;
import dev.tidewheel.intake.Cancellations;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.intake.Feeder;
import dev.tidewheel.intake.FeederListener;
import dev.tidewheel.intake.FeederSettings;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.Records;
import dev.tidewheel.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the broker away from under everything that talks to it, and brings it back on the same
 * port.
 */
@Timeout(180)
class OutageIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final AtomicInteger failedAcknowledgements = new AtomicInteger();
  private final TopicPlan plan = TestKafka.newPlan();

  @Test
  void everythingGoesOnAfterAnOutage() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(0, folder));
    int port = Integer.parseInt(broker.bootstrap().substring("localhost:".length()));
    ClientProperties client = ClientProperties.plain(broker.bootstrap());
    assertThat(Topics.create(client, plan, TestKafka.PATIENCE).problems()).isEmpty();
    var feeder = new Feeder(feeding(client), deliveries::add, countingFailures());
    var cancellations =
        new Cancellations(
            client, plan.names().cancellations(), "c", Duration.ofHours(1), heard -> {});
    Thread.ofVirtual().start(feeder);
    Thread.ofVirtual().start(cancellations);
    try (var log = new Log(client);
        var sender = new TidewheelClient(client, plan.names());
        var publisher =
            new KafkaPublisher(PublisherSettings.of(client, plan.names(), "publisher"))) {
      sender.send(Records.request("first"), List.of()).get();
      sender.send(Records.request("second"), List.of()).get();
      Delivery first = next();
      publisher.event(Records.event("first", EventKind.STARTED), List.of()).get();

      broker.close();
      List<CompletableFuture<Void>> during =
          List.of(
              publisher.event(Records.event("first", EventKind.PROGRESS), List.of()),
              publisher.event(Records.event("first", EventKind.COMPLETED), List.of()));
      Thread.sleep(3_000);
      assertThat(during).noneMatch(CompletableFuture::isDone);
      first.done();
      Thread.sleep(2_000);
      broker = EmbeddedBroker.start(new BrokerSettings(port, folder));

      for (CompletableFuture<Void> sent : during) {
        sent.get(LONG.toSeconds(), TimeUnit.SECONDS);
      }
      answerUntil("second");
      sender.cancel("third", null).get(LONG.toSeconds(), TimeUnit.SECONDS);
      await().atMost(LONG).until(() -> cancellations.find("third").isPresent());
      assertThat(log.read(plan.names().events())).hasSize(3);
    } finally {
      feeder.drain(Duration.ZERO);
      cancellations.stop();
      assertThat(feeder.awaitEnd(LONG)).isTrue();
      broker.close();
    }
  }

  /**
   * The record that was answered during the outage may come once more: its acknowledgement may be
   * lost.
   */
  private void answerUntil(String requestId) throws InterruptedException {
    Delivery delivery = next();
    if (delivery.origin().offset() == 0) {
      assertThat(failedAcknowledgements).hasPositiveValue();
      delivery.done();
      delivery = next();
    }
    assertThat(delivery.key()).asString().isEqualTo(requestId);
    delivery.done();
  }

  private Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(delivery).as("a delivery").isNotNull();
    return delivery;
  }

  private FeederSettings feeding(ClientProperties client) {
    return new FeederSettings(client, plan.names().requests(), plan.group(), "feeder", 1);
  }

  private FeederListener countingFailures() {
    return new FeederListener() {
      @Override
      public void acknowledgementsFailed(int count) {
        failedAcknowledgements.addAndGet(count);
      }
    };
  }
}

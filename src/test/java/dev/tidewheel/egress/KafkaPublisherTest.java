package dev.tidewheel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.schema.TopicNames;
import dev.tidewheel.testing.Records;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher whose broker is away. */
@Timeout(30)
class KafkaPublisherTest {
  private static final int BACKLOG_LIMIT = 10;

  @Test
  void dropsStepsButKeepsEventsAndNeverBlocksItsCaller() throws Exception {
    try (var publisher = publisherWithoutBroker()) {
      long start = System.nanoTime();
      CompletableFuture<Void> event =
          publisher.event(Records.event("r", EventKind.STARTED), List.of());
      CompletableFuture<Void> steps = publisher.steps(Records.steps("worker-1"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

      assertThat(publisher.backlogBytes()).isGreaterThan(BACKLOG_LIMIT);
      assertThatThrownBy(steps::join).hasCauseInstanceOf(BacklogFullException.class);
      assertThat(event).isNotDone();
      assertThatThrownBy(() -> event.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
      assertThat(publisher.backlogBytes()).isZero();
    }
  }

  private static KafkaPublisher publisherWithoutBroker() throws IOException {
    int nobodysPort;
    try (var socket = new ServerSocket(0)) {
      nobodysPort = socket.getLocalPort();
    }
    return new KafkaPublisher(
        new PublisherSettings(
            ClientProperties.plain("localhost:" + nobodysPort),
            TopicNames.DEFAULT,
            "publisher",
            1 << 20,
            BACKLOG_LIMIT,
            Duration.ofSeconds(2)));
  }
}

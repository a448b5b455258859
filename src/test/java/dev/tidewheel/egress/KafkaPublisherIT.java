package dev.tidewheel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Fault;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.schema.Codec;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.Records;
import dev.tidewheel.testing.TestKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKafka
@Timeout(60)
class KafkaPublisherIT {
  private static final List<Header> HEADERS =
      List.of(
          new Header("traceparent", "00-4bf92f".getBytes(StandardCharsets.US_ASCII)),
          new Header("correlation", null));

  private final TopicPlan plan;
  private final Log log;
  private final KafkaPublisher publisher;

  KafkaPublisherIT(TestKafka kafka) {
    plan = kafka.newTopics();
    log = new Log(kafka.client());
    publisher = new KafkaPublisher(PublisherSettings.of(kafka.client(), plan.names(), "publisher"));
  }

  @AfterEach
  void close() {
    publisher.close();
    log.close();
  }

  @Test
  void keysResultsAndEventsByTheirRequestAndCopiesItsHeaders() {
    var result = Records.result("r1", 0, new byte[] {1, 2, 3});
    var event = Records.event("r1", EventKind.COMPLETED);
    publisher.result(result, HEADERS).join();
    publisher.event(event, HEADERS).join();
    assertSole(plan.names().results(), "r1", Codecs.RESULT, result, HEADERS);
    assertSole(plan.names().events(), "r1", Codecs.EVENT, event, HEADERS);
    assertThat(publisher.backlogBytes()).isZero();
  }

  @Test
  void keysStepsByTheirWorker() {
    StepMetrics steps = Records.steps("worker-1");
    publisher.steps(steps).join();
    assertSole(plan.names().steps(), "worker-1", Codecs.STEPS, steps, List.of());
  }

  @Test
  void keysDeadLettersByTheirRequest() {
    DeadLetter letter = letter("r9");
    publisher.deadLetter(letter, HEADERS).join();
    assertSole(plan.names().deadLetters(), "r9", Codecs.DEAD_LETTER, letter, HEADERS);
  }

  @Test
  void keysDeadLettersWithoutRequestByTheirPlaceInTheLog() {
    DeadLetter letter = letter(null);
    publisher.deadLetter(letter, List.of()).join();
    assertSole(plan.names().deadLetters(), "requests-2-17", Codecs.DEAD_LETTER, letter, List.of());
  }

  @Test
  void aRecordThatIsTooLargeFailsByName() {
    CompletableFuture<Void> sent =
        publisher.result(Records.result("r", 0, new byte[3 << 20]), List.of());
    assertThatThrownBy(() -> sent.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(RecordTooLargeException.class);
    assertThat(publisher.backlogBytes()).isZero();
  }

  @Test
  void aRecordThatTheTopicDoesNotTakeFailsByName(TestKafka kafka) {
    var settings =
        new PublisherSettings(
            kafka.client(), plan.names(), "large", 8 << 20, 1L << 20, Duration.ofMinutes(1));
    try (var other = new KafkaPublisher(settings)) {
      CompletableFuture<Void> sent =
          other.result(Records.result("r", 0, new byte[3 << 20]), List.of());
      assertThatThrownBy(() -> sent.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
  }

  @Test
  void recordsOfOneRequestKeepTheirOrder() {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(publisher.result(Records.result("r", i, new byte[] {1}), List.of()));
    }
    sent.forEach(CompletableFuture::join);
    assertThat(log.read(plan.names().results()))
        .extracting(record -> value(Codecs.RESULT, record).getIndex())
        .isSorted()
        .hasSize(200);
  }

  @Test
  void stepsAloneWaitForCompanyButNotForLong() {
    long start = System.nanoTime();
    publisher.steps(Records.steps("worker-1")).join();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(20));
  }

  @Test
  void theLastEventTakesAlongWhatWaitsForCompany() {
    CompletableFuture<Void> accepted =
        publisher.event(Records.event("r", EventKind.ACCEPTED), List.of());
    CompletableFuture<Void> started =
        publisher.event(Records.event("r", EventKind.STARTED), List.of());
    publisher.event(Records.event("r", EventKind.COMPLETED), List.of()).join();
    assertThat(accepted).isCompleted();
    assertThat(started).isCompleted();
    assertThat(log.read(plan.names().events()))
        .extracting(record -> value(Codecs.EVENT, record).getKind())
        .containsExactly(EventKind.ACCEPTED, EventKind.STARTED, EventKind.COMPLETED);
  }

  @Test
  void closingSendsWhatIsWaitingAndThenRefuses() {
    CompletableFuture<Void> sent =
        publisher.event(Records.event("r", EventKind.STARTED), List.of());
    publisher.close();
    assertThat(sent).isCompleted();
    assertThat(publisher.event(Records.event("r", EventKind.STARTED), List.of()))
        .isCompletedExceptionally();
    assertThat(log.read(plan.names().events())).hasSize(1);
  }

  private static DeadLetter letter(@Nullable String requestId) {
    return DeadLetter.newBuilder()
        .setRequestId(requestId)
        .setTopic("requests")
        .setPartition(2)
        .setOffset(17)
        .setAttempt(1)
        .setAt(Instant.ofEpochMilli(5))
        .setWorker("worker-1")
        .setFaults(List.of(new Fault("width", "is 31")))
        .setValue(ByteBuffer.wrap(new byte[] {1, 2}))
        .setHeaders(List.of())
        .build();
  }

  private <T extends SpecificRecord> void assertSole(
      String topic, String key, Codec<T> codec, T value, List<Header> headers) {
    assertThat(log.read(topic))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).asString().isEqualTo(key);
              assertThat(value(codec, record)).isEqualTo(value);
              List<Header> found = new ArrayList<>();
              record.headers().forEach(h -> found.add(new Header(h.key(), h.value())));
              assertThat(found).isEqualTo(headers);
            });
  }

  private static <T extends SpecificRecord> T value(
      Codec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    return switch (codec.decode(record.value())) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Undecodable<T>(String reason) -> throw new AssertionError(reason);
    };
  }
}

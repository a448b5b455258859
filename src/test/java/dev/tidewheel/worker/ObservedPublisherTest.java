package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.egress.BacklogFullException;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.telemetry.Telemetry;
import dev.tidewheel.testing.Records;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ObservedPublisherTest {
  private static final ImageResult INLINE = Records.result("r", 0, new byte[] {1});
  private static final ImageResult STORED =
      ImageResult.newBuilder(INLINE).setImage(new ClaimCheck("file:///a.png", 1L)).build();

  private final FakePublisher log = new FakePublisher();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ObservedPublisher publisher =
      new ObservedPublisher(log, new WorkerObserver(new Telemetry(registry), () -> true));

  @Test
  void countsWhatTheLogDoesNotTakeByKind() {
    assertThat(sayEverything()).allMatch(CompletableFuture::isDone);
    assertThat(failures("result", "event", "steps", "dead-letter")).containsOnly(0.0);
    log.decide(_ -> CompletableFuture.failedFuture(new TimeoutException("no broker")));
    assertThat(sayEverything()).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(sayEverything()).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(failures("result", "event", "steps", "dead-letter")).containsOnly(2.0);
  }

  @Test
  void doesNotCountAPictureThatGoesToTheStoreInstead() {
    log.decide(_ -> CompletableFuture.failedFuture(new RecordTooLargeException("too large")));
    assertThat(publisher.result(INLINE, List.of())).isCompletedExceptionally();
    assertThat(failures("result")).containsExactly(0.0);
    assertThat(publisher.result(STORED, List.of())).isCompletedExceptionally();
    assertThat(failures("result")).containsExactly(1.0);
  }

  @Test
  void doesNotCountMetricsThatAreDroppedOnPurpose() {
    log.decide(_ -> CompletableFuture.failedFuture(new BacklogFullException(2, 1)));
    assertThat(publisher.steps(steps())).isCompletedExceptionally();
    assertThat(failures("steps")).containsExactly(0.0);
  }

  private List<CompletableFuture<Void>> sayEverything() {
    Delivery delivery = new FakeDelivery(0, 1, new byte[0]);
    return List.of(
        publisher.result(INLINE, List.of()),
        publisher.event(Records.event("r", EventKind.STARTED), List.of()),
        publisher.steps(steps()),
        publisher.deadLetter(Bench.RECORDS.deadLetter(delivery, "r", List.of()), List.of()));
  }

  private static StepMetrics steps() {
    return Bench.RECORDS.steps(
        new TickReport(
            TickReport.Work.SAMPLING,
            "m",
            1,
            Instant.EPOCH,
            1,
            1,
            1,
            1,
            1,
            1,
            true,
            TickReport.Prompts.NONE,
            List.of()));
  }

  private List<Double> failures(String... records) {
    return List.of(records).stream()
        .map(
            record ->
                registry.get("tidewheel.publish.failures").tag("record", record).counter().count())
        .toList();
  }
}

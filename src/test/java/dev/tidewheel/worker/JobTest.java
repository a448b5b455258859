package dev.tidewheel.worker;

import static dev.tidewheel.avro.EventKind.ACCEPTED;
import static dev.tidewheel.avro.EventKind.CANCELLED;
import static dev.tidewheel.avro.EventKind.COMPLETED;
import static dev.tidewheel.avro.EventKind.EXPIRED;
import static dev.tidewheel.avro.EventKind.FAILED;
import static dev.tidewheel.avro.EventKind.PROGRESS;
import static dev.tidewheel.avro.EventKind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Order;
import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.Fault;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.serving.ServedModel;
import dev.tidewheel.storage.ImageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobTest {
  private static ServedModel model;

  private final FakePublisher log = new FakePublisher();
  private final List<Boolean> over = new ArrayList<>();
  private final List<Drawing> drawings = new ArrayList<>();
  private final FakeDelivery delivery = FakeDelivery.of(request());

  @BeforeAll
  static void load() {
    model = TinyModel.load();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void ordersAnImageForEachSeed() {
    start(3);
    assertThat(drawings).extracting(Drawing::index).containsExactly(0, 1, 2);
    assertThat(drawings).extracting(Drawing::seed).containsExactly(40L, 41L, 42L);
    assertThat(drawings)
        .allSatisfy(
            drawing -> {
              assertThat(drawing.requestId()).isEqualTo("r");
              assertThat(drawing.shape()).isEqualTo(new ImageShape(1, 16, 24));
              assertThat(drawing.labels()).isEqualTo(new Drawing.Labels(3, 10));
            });
  }

  @Test
  void tellsTheLifeOfARequestInOrder() {
    start(3);
    drawings.forEach(drawing -> drawing.listener().started());
    for (int i : new int[] {2, 0, 1}) {
      finish(i, Bench.drawn(16, 24));
    }
    assertThat(log.kinds()).containsExactly(ACCEPTED, STARTED, PROGRESS, PROGRESS, COMPLETED);
    assertThat(log.all(RequestEvent.class))
        .extracting(RequestEvent::getImages)
        .containsExactly(0, 0, 1, 2, 3);
    assertThat(log.all(ImageResult.class))
        .extracting(ImageResult::getIndex)
        .containsExactly(2, 0, 1);
    assertThat(log.said()).allMatch(said -> said.headers().equals(FakeDelivery.HEADERS));
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
    assertThat(over).containsExactly(true);
  }

  @Test
  void isAcknowledgedWhenTheLogHasEverythingAndNotBefore() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    log.decide(
        record ->
            switch (record) {
              case ImageResult _ -> result;
              case RequestEvent event when event.getKind() == COMPLETED -> end;
              default -> FakePublisher.taken();
            });
    start(1);
    finish(0, Bench.drawn(16, 24));
    assertThat(log.kinds()).doesNotContain(COMPLETED);
    delivery.assertOpen();
    result.complete(null);
    assertThat(log.kinds()).endsWith(COMPLETED);
    delivery.assertOpen();
    assertThat(over).isEmpty();
    end.complete(null);
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
    assertThat(over).containsExactly(true);
  }

  @Test
  void goesBackToTheLogWhereAResultIsNotTaken() {
    log.decide(record -> record instanceof ImageResult ? lost() : FakePublisher.taken());
    start(2);
    finish(0, Bench.drawn(16, 24));
    finish(1, Bench.drawn(16, 24));
    assertThat(log.kinds()).containsExactly(ACCEPTED);
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.LATER);
    assertThat(over).containsExactly(false);
  }

  @Test
  void goesBackToTheLogWhereItsEndIsNotTaken() {
    log.decide(
        record ->
            record instanceof RequestEvent event && event.getKind() == COMPLETED
                ? lost()
                : FakePublisher.taken());
    start(1);
    finish(0, Bench.drawn(16, 24));
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.LATER);
  }

  private static CompletableFuture<Void> lost() {
    return CompletableFuture.failedFuture(new TimeoutException("no broker"));
  }

  @Test
  void failsWithADeadLetterWhereAPictureCannotBeStored() {
    start(1, 0, FakeStore.broken(), Runnable::run);
    finish(0, Bench.drawn(16, 24));
    assertFailed("image 0: the disk is full: make room");
  }

  @Test
  void failsWithADeadLetterWhereAPictureCannotBeEncoded() {
    start(1);
    finish(0, Bench.drawn(new ImageShape(2, 16, 24)));
    assertFailed("image 0: no picture of 24 x 16 pixels with 2 channels");
  }

  @Test
  void failsWithADeadLetterWhereTheNetworkFails() {
    start(2);
    finish(0, new Ending.Failed("not finite"));
    delivery.assertOpen();
    finish(1, Bench.drawn(16, 24));
    assertFailed("image 0: not finite");
    assertThat(log.all(RequestEvent.class).getLast().getImages()).isEqualTo(1);
  }

  private void assertFailed(String reason) {
    assertThat(log.kinds()).endsWith(FAILED);
    assertThat(log.all(RequestEvent.class).getLast().getProblems())
        .containsExactly(new Problem("", reason));
    assertThat(log.all(DeadLetter.class))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getRequestId()).isEqualTo("r");
              assertThat(letter.getFaults()).containsExactly(new Fault("", reason));
              assertThat(letter.getValue().array()).isEqualTo(delivery.value());
              assertThat(letter.getKey().array()).isEqualTo(delivery.key());
              assertThat(letter.getHeaders()).hasSize(1);
            });
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
  }

  @Test
  void expiresAndSaysHowFarItCame() {
    start(2);
    finish(1, Bench.drawn(16, 24));
    finish(0, new Ending.Expired());
    assertThat(log.kinds()).endsWith(EXPIRED);
    assertThat(log.all(RequestEvent.class).getLast().getProblems())
        .containsExactly(new Problem("deadline", "passed after 1 of 2 pictures"));
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
  }

  @Test
  void isCancelledWithTheReasonThatWasGiven() {
    Job job = start(2);
    finish(0, Bench.drawn(16, 24));
    job.cancel("changed my mind");
    finish(1, new Ending.Withdrawn());
    assertThat(log.kinds()).endsWith(CANCELLED);
    RequestEvent end = log.all(RequestEvent.class).getLast();
    assertThat(end.getProblems()).containsExactly(new Problem("", "changed my mind"));
    assertThat(end.getImages()).isEqualTo(1);
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
  }

  @Test
  void goesBackToTheLogWhereTheEngineGivesItBack() {
    start(2);
    finish(0, Bench.drawn(16, 24));
    finish(1, new Ending.Withdrawn());
    assertThat(log.kinds()).containsExactly(ACCEPTED, PROGRESS);
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.LATER);
  }

  @Test
  void answersEachDeliveryOfTheSameRecord() {
    Job job = start(1);
    FakeDelivery again = delivery.again();
    assertThat(job.adopt(again)).isTrue();
    finish(0, Bench.drawn(16, 24));
    assertThat(delivery.answer()).contains(FakeDelivery.Reply.DONE);
    assertThat(again.answer()).contains(FakeDelivery.Reply.DONE);
    assertThat(job.adopt(again.again())).isFalse();
  }

  @Test
  void hearsOfTheDeadlineOnTheEnginesClock() {
    long before = System.nanoTime();
    GenerationRequest late =
        GenerationRequest.newBuilder(request()).setDeadline(Instant.now().plusSeconds(60)).build();
    job(late, 1, 512 << 10, new FakeStore(0), Runnable::run)
        .start(drawings::add, model.commission(order(1), Optional.empty()));
    assertThat(drawings.getFirst().deadline().orElseThrow() - before)
        .isBetween(59_000_000_000L, 61_000_000_000L);
  }

  @Test
  void tellsProgressInOrderWhereImagesEndTogether() {
    int count = 64;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      start(count, 512 << 10, new FakeStore(0), threads);
      for (int i = 0; i < count; i++) {
        finish(i, Bench.drawn(16, 24));
      }
      assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    }
    List<RequestEvent> events = log.all(RequestEvent.class);
    assertThat(events).hasSize(count + 1);
    for (int i = 0; i <= count; i++) {
      assertThat(events.get(i).getImages()).isEqualTo(i);
    }
    assertThat(events.getLast().getKind()).isEqualTo(COMPLETED);
  }

  private static GenerationRequest request() {
    return GenerationRequest.newBuilder().setId("r").setModel(TinyModel.NAME).build();
  }

  private Job start(int count) {
    return start(count, 512 << 10, new FakeStore(0), Runnable::run);
  }

  private Job start(int count, long inlineLimit, ImageStore store, Executor background) {
    Job job = job(request(), count, inlineLimit, store, background);
    job.start(drawings::add, model.commission(order(count), Optional.empty()));
    return job;
  }

  private Job job(
      GenerationRequest request,
      int count,
      long inlineLimit,
      ImageStore store,
      Executor background) {
    JobFacts facts =
        new JobFacts(
            request,
            order(count),
            List.of(),
            FakeDelivery.HEADERS,
            delivery.origin(),
            System.currentTimeMillis(),
            System.nanoTime());
    Workshop workshop = Bench.workshop(log, store, inlineLimit, background);
    return new Job(facts, delivery, workshop, over::add);
  }

  private static Order order(int count) {
    return Bench.order(
        count,
        new Sampling(
            Parametrisation.flowMatching(1000),
            Solvers.named("euler").orElseThrow(),
            new ShiftedSchedule(1),
            new Steps.Fixed(4),
            1));
  }

  private void finish(int index, Ending ending) {
    drawings.get(index).listener().ended(ending);
  }
}

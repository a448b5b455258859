package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.image.Picture;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How work ends before it is finished, and where large pictures go. */
@NeedsKafka
@Timeout(120)
class WorkerStopIT {
  @TempDir private Path folder;
  private final TestKafka kafka;
  private Fleet fleet;

  WorkerStopIT(TestKafka kafka) {
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
  void cancellationsAndDeadlinesEndWhatTheyMeanAndNothingElse() {
    fleet.client().cancel("before", "too expensive").join();
    fleet.start();
    CompletableFuture<Outcome> running = fleet.sendAndAwaitStart(Fleet.endless("running"));
    CompletableFuture<Outcome> late =
        fleet.sendAndAwaitStart(Fleet.endless("late").setDeadline(Instant.now().plusSeconds(5)));
    fleet.client().cancel("running", null).join();
    assertEnd(running, EventKind.CANCELLED, new Problem("", "cancelled by request"));
    assertEnd(
        fleet.send(Fleet.request("before")), EventKind.CANCELLED, new Problem("", "too expensive"));
    fleet.complete(Fleet.request("other"));
    assertEnd(late, EventKind.EXPIRED, new Problem("deadline", "passed after 0 of 1 pictures"));
    assertThat(fleet.results()).extracting(ImageResult::getRequestId).containsExactly("other");
  }

  private static void assertEnd(
      CompletableFuture<Outcome> future, EventKind kind, Problem problem) {
    RequestEvent end = Fleet.await(future).end();
    assertThat(end.getKind()).isEqualTo(kind);
    assertThat(end.getProblems()).containsExactly(problem);
  }

  @Test
  void aRequestThatTakesLongerThanTheLockIsDrawnOnce() {
    fleet.start("kafka.lock", "2s", "worker.id", "first");
    fleet.start("kafka.lock", "2s", "worker.id", "second");
    CompletableFuture<Outcome> running =
        fleet.sendAndAwaitStart(Fleet.endless("running").setDeadline(Instant.now().plusSeconds(9)));
    assertEnd(running, EventKind.EXPIRED, new Problem("deadline", "passed after 0 of 1 pictures"));
    assertThat(fleet.events())
        .extracting(RequestEvent::getKind)
        .containsExactly(EventKind.ACCEPTED, EventKind.STARTED, EventKind.EXPIRED);
  }

  @Test
  void picturesBeyondTheInlineLimitLieInTheStore() throws IOException, NoSuchAlgorithmException {
    fleet.start("storage.inlineLimit", "0");
    List<ImageResult> images = fleet.complete(Fleet.request("../../r").setCount(3)).images();
    for (ImageResult image : images) {
      ClaimCheck claim = (ClaimCheck) image.getImage();
      Path file = Path.of(URI.create(claim.getUri()));
      assertThat(file).startsWith(folder);
      byte[] bytes = Files.readAllBytes(file);
      assertThat(claim.getSize()).isEqualTo(bytes.length);
      assertThat(image.getSha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(Picture.decode(bytes).width()).isEqualTo(16);
    }
    assertThat(images).extracting(ImageResult::getImage).doesNotHaveDuplicates();
  }

  @Test
  void aWorkerThatStopsFinishesWhatItCanAndHandsBackTheRest() {
    Worker first = fleet.start("worker.id", "first", "worker.grace", "4s", "intake.feeders", "4");
    Map<String, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
    for (String id : List.of("long 1", "long 2", "short 1", "short 2")) {
      int steps = id.startsWith("long") ? 3000 : 30;
      sent.put(id, fleet.sendAndAwaitStart(Fleet.request(id).setSteps(new FixedSteps(steps))));
    }
    for (int i = 0; i < 16; i++) {
      sent.put("queued " + i, fleet.send(Fleet.request("queued " + i).setCount(1 + i % 4)));
    }
    first.close();
    assertThat(first.state()).isEqualTo(Lifecycle.STOPPED);
    fleet.start("worker.id", "second");
    sent.forEach((_, future) -> Fleet.completed(future));

    Map<String, List<RequestEvent>> ends = fleet.ends();
    assertThat(ends).containsOnlyKeys(sent.keySet());
    assertThat(ends.values())
        .allSatisfy(
            events ->
                assertThat(events)
                    .extracting(RequestEvent::getKind)
                    .containsExactly(EventKind.COMPLETED));
    ends.forEach(
        (id, events) -> {
          RequestEvent end = events.getFirst();
          if (id.startsWith("short")) {
            assertThat(end.getWorker()).as(id).isEqualTo("first");
          } else if (id.startsWith("long")) {
            assertThat(end.getWorker()).as(id).isEqualTo("second");
            assertThat(end.getAttempt()).as(id).isEqualTo(2);
          }
        });
    assertThat(fleet.deadLetters()).isEmpty();
  }
}

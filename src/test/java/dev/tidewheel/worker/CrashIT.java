package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed under load, in processes of their own. */
@NeedsKafka
@Timeout(180)
class CrashIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final TestKafka kafka;
  private final Chronicle chronicle = new Chronicle();

  CrashIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @Test
  void nothingIsLostWhereWorkersAreKilled() throws InterruptedException, IOException {
    try (Fleet fleet = new Fleet(kafka, folder);
        WorkerProcess first = process(fleet, "first");
        WorkerProcess second = process(fleet, "second")) {
      first.awaitReady();
      second.awaitReady();
      Map<String, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
      send(fleet, sent, "early");
      await().atMost(LONG).until(() -> chronicle.isBusy("first") && chronicle.isBusy("second"));

      long killed = System.nanoTime();
      first.kill();
      sent.values().forEach(Fleet::completed);
      tell("a worker was killed beside another one", killed);

      send(fleet, sent, "late");
      await().atMost(LONG).until(() -> chronicle.isBusy("second"));
      long killedAgain = System.nanoTime();
      second.kill();
      try (WorkerProcess third = process(fleet, "third")) {
        sent.values().forEach(Fleet::completed);
        tell("the only worker was killed and one started after it", killedAgain);
        assertThat(third.terminate()).isZero();
      }
      assertEachIsCompleted(fleet, sent);
    }
  }

  /** A worker that holds so little that no other one is left without work. */
  private WorkerProcess process(Fleet fleet, String id) throws IOException {
    return WorkerProcess.start(
        fleet.settings("worker.id", id, "intake.records", "2"), folder.resolve(id + ".log"));
  }

  private void send(Fleet fleet, Map<String, CompletableFuture<Outcome>> sent, String name) {
    for (int i = 0; i < 12; i++) {
      String id = name + " " + i;
      var request = Fleet.request(id).setCount(2).setSteps(new FixedSteps(100));
      sent.put(id, fleet.send(request.build(), chronicle));
    }
  }

  private void tell(String what, long killed) {
    Duration redelivery =
        chronicle
            .since(killed, event -> event.getKind() == EventKind.ACCEPTED && event.getAttempt() > 1)
            .orElseThrow(() -> new AssertionError("nothing came again"));
    System.out.printf(
        "%s: %s: first redelivery after %d ms, all done after %d ms%n",
        getClass().getSimpleName(),
        what,
        redelivery.toMillis(),
        Duration.ofNanos(System.nanoTime() - killed).toMillis());
  }

  /** By the rule of readers: the first end in the log counts. */
  private static void assertEachIsCompleted(
      Fleet fleet, Map<String, CompletableFuture<Outcome>> sent) {
    assertThat(fleet.ends()).containsOnlyKeys(sent.keySet());
    assertThat(fleet.ends().values())
        .extracting(ends -> ends.getFirst())
        .extracting(RequestEvent::getKind)
        .containsOnly(EventKind.COMPLETED);
    assertThat(fleet.results())
        .extracting(result -> result.getRequestId() + "-" + result.getIndex())
        .contains(
            sent.keySet().stream()
                .flatMap(id -> Stream.of(id + "-0", id + "-1"))
                .toArray(String[]::new));
    assertThat(fleet.deadLetters()).isEmpty();
  }
}

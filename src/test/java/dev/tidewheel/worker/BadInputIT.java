package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Fault;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.Records;
import dev.tidewheel.testing.TestKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be answered is said so by name, and what stands beside it is answered. */
@NeedsKafka
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final Header TRACE =
      new Header("traceparent", "00-a-b-01".getBytes(StandardCharsets.UTF_8));

  private final TestKafka kafka;
  private Fleet fleet;

  BadInputIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws InterruptedException {
    fleet = new Fleet(kafka, folder);
    fleet.start("limits.steps", "200", "limits.count", "8");
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void recordsThatAreNoRequestsBecomeDeadLettersAndGoodRequestsGoOn() {
    String topic = fleet.plan().names().requests();
    byte[] request = Codecs.REQUEST.encode(Fleet.request("cut off").build());
    byte[] noise = new byte[100];
    new Random(3).nextBytes(noise);
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(noise);
    values.add(Arrays.copyOf(request, request.length - 3));
    values.add(Codecs.EVENT.encode(Records.event("event", EventKind.COMPLETED)));
    values.add(Codecs.REQUEST.encode(Fleet.request("").build()));
    values.add(Codecs.REQUEST.encode(Fleet.request("  ").setClassLabel(99).build()));
    values.add(null);
    List<CompletableFuture<Outcome>> good = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      good.add(fleet.send(Fleet.request("good " + i)));
      fleet.log().send(topic, "bad key", values.get(i), TRACE);
    }
    good.add(fleet.send(Fleet.request("good at the end")));
    good.forEach(Fleet::completed);

    List<ConsumerRecord<byte[], byte[]>> letters = awaitLetters(values.size());
    assertThat(letters).hasSize(values.size());
    Map<String, DeadLetter> byPlace = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : letters) {
      DeadLetter letter = Fleet.decode(record, Codecs.DEAD_LETTER);
      assertThat(letter.getRequestId()).isNull();
      assertThat(new String(record.key(), StandardCharsets.UTF_8))
          .isEqualTo("%s-%d-%d".formatted(topic, letter.getPartition(), letter.getOffset()));
      assertThat(record.headers().lastHeader("traceparent").value()).isEqualTo(TRACE.value());
      assertThat(letter.getHeaders()).hasSize(1);
      assertThat(letter.getKey())
          .isEqualTo(ByteBuffer.wrap("bad key".getBytes(StandardCharsets.UTF_8)));
      byPlace.put(new String(record.key(), StandardCharsets.UTF_8), letter);
    }
    for (ConsumerRecord<byte[], byte[]> record : fleet.log().read(topic)) {
      DeadLetter letter =
          byPlace.get("%s-%d-%d".formatted(topic, record.partition(), record.offset()));
      boolean bad = new String(record.key(), StandardCharsets.UTF_8).equals("bad key");
      assertThat(letter != null).isEqualTo(bad);
      if (letter != null) {
        assertThat(letter.getValue())
            .isEqualTo(ByteBuffer.wrap(Objects.requireNonNullElse(record.value(), new byte[0])));
      }
    }
    assertThat(byPlace.values())
        .flatExtracting(DeadLetter::getFaults)
        .extracting(Fault::getField)
        .containsExactlyInAnyOrder("", "", "", "", "id", "id", "classLabel");
  }

  private List<ConsumerRecord<byte[], byte[]>> awaitLetters(int count) {
    List<ConsumerRecord<byte[], byte[]>> letters = List.of();
    for (int i = 0; i < 60 && letters.size() < count; i++) {
      letters = fleet.log().read(fleet.plan().names().deadLetters());
    }
    return letters;
  }

  @Test
  void faultyRequestsAreRefusedWithEveryFieldAndGoodOnesGoOn() {
    List<CompletableFuture<Outcome>> good = new ArrayList<>();
    Map<Faulty, CompletableFuture<Outcome>> bad = new LinkedHashMap<>();
    for (Faulty faulty : faultyRequests()) {
      bad.put(faulty, fleet.send(faulty.request, TRACE));
      good.add(fleet.send(Fleet.request("beside " + faulty.request.getId())));
    }
    good.forEach(Fleet::completed);
    bad.forEach(
        (faulty, future) -> {
          RequestEvent end = Fleet.await(future).end();
          assertThat(end.getKind()).as("%s", faulty).isEqualTo(EventKind.REFUSED);
          assertThat(end.getProblems())
              .as("%s", faulty)
              .extracting(Problem::getField)
              .containsExactlyElementsOf(faulty.fields);
          assertThat(end.getProblems()).allMatch(problem -> !problem.getMessage().isBlank());
        });
  }

  private record Faulty(GenerationRequest request, List<String> fields) {
    static Faulty of(GenerationRequest.Builder request, String... fields) {
      return new Faulty(request.build(), List.of(fields));
    }
  }

  private static List<Faulty> faultyRequests() {
    return List.of(
        Faulty.of(Fleet.request("model").setModel("huge"), "model"),
        Faulty.of(Fleet.request("class").setClassLabel(99), "classLabel"),
        Faulty.of(Fleet.request("negative class").setClassLabel(-1), "classLabel"),
        Faulty.of(Fleet.request("no steps").setSteps(new FixedSteps(0)), "steps.count"),
        Faulty.of(Fleet.request("steps").setSteps(new FixedSteps(10_000)), "steps.count"),
        Faulty.of(Fleet.request("size").setWidth(31).setHeight(17), "width", "height"),
        Faulty.of(Fleet.request("large").setWidth(4096).setHeight(4096), "width"),
        Faulty.of(Fleet.request("guidance").setGuidance(Double.NaN), "guidance"),
        Faulty.of(Fleet.request("none").setCount(0), "count"),
        Faulty.of(Fleet.request("count").setCount(9), "count"),
        Faulty.of(Fleet.request("text").setPrompt("a boot"), "prompt"),
        Faulty.of(Fleet.request("solver").setSolver("magic"), "solver"),
        Faulty.of(Fleet.request("schedule").setSchedule("magic"), "schedule"),
        Faulty.of(
            Fleet.request("adaptive").setSteps(new AdaptiveSteps(Double.NaN, 0, -1)),
            "steps.tolerance",
            "steps.minimum",
            "steps.maximum"),
        Faulty.of(
            Fleet.request("everything")
                .setModel("huge")
                .setClassLabel(-5)
                .setCount(9)
                .setSteps(new FixedSteps(0))
                .setGuidance(Double.NEGATIVE_INFINITY)
                .setSolver("magic"),
            "model",
            "count",
            "guidance",
            "solver",
            "steps.count",
            "classLabel"));
  }

  @Test
  void headersThatAnswersCannotCarryAreRefused() {
    Header heavy = new Header("heavy", new byte[900_000]);
    RequestEvent end = Fleet.await(fleet.send(Fleet.request("heavy"), heavy)).end();
    assertThat(end.getKind()).isEqualTo(EventKind.REFUSED);
    assertThat(end.getProblems()).extracting(Problem::getField).containsExactly("headers");
  }

  @Test
  void aRequestWhoseDeadlineHasPassedExpires() {
    RequestEvent end =
        Fleet.await(fleet.send(Fleet.request("late").setDeadline(Instant.now().minusSeconds(1))))
            .end();
    assertThat(end.getKind()).isEqualTo(EventKind.EXPIRED);
    assertThat(end.getProblems()).extracting(Problem::getField).containsExactly("deadline");
    fleet.complete(Fleet.request("in time").setDeadline(Instant.now().plusSeconds(60)));
  }
}

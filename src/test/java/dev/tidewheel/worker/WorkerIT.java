package dev.tidewheel.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageProgress;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.ImageStep;
import dev.tidewheel.avro.OutputFormat;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.image.Picture;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch of everything at once, and all that a worker says about it. */
@NeedsKafka
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerIT {
  private static final int CAPACITY = 4;
  private static final String[] SOLVERS = {"euler", "heun", "ab2", "bosh3"};
  private static final String[] SCHEDULES = {"linear", "shifted:2.5", "karras", "model"};

  private final TestKafka kafka;
  private Fleet fleet;
  private Worker worker;
  private final Map<String, GenerationRequest> requests = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private List<StepMetrics> ticks;

  WorkerIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeAll
  void drawAMixedBatch(@TempDir Path folder) throws InterruptedException {
    fleet = new Fleet(kafka, folder);
    worker = fleet.start();
    for (int i = 0; i < 32; i++) {
      GenerationRequest request = mixed(i);
      requests.put(request.getId(), request);
    }
    Map<String, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
    requests.forEach((id, request) -> sent.put(id, fleet.send(request, headers(id))));
    sent.forEach((id, future) -> outcomes.put(id, Fleet.completed(future)));
    ticks = fleet.steps();
  }

  private static GenerationRequest mixed(int i) {
    Object steps = i % 4 == 3 ? new AdaptiveSteps(0.3, 4, 4 + i) : new FixedSteps(1 + (5 * i) % 12);
    return Fleet.request("request " + i)
        .setCount(1 + i % 4)
        .setSeed(1000L * i)
        .setClassLabel(i % 3 == 0 ? null : i % 10)
        .setGuidance(i % 2 == 0 ? null : 1 + i / 8.)
        .setSolver(SOLVERS[(i / 2) % 4])
        .setSchedule(SCHEDULES[(i / 3) % 4])
        .setSteps(steps)
        .setFormat(i % 5 == 0 ? OutputFormat.JPEG : OutputFormat.PNG)
        .setMetadata(Map.of("number", Integer.toString(i)))
        .build();
  }

  private static Header[] headers(String id) {
    return new Header[] {
      new Header("traceparent", ("trace of " + id).getBytes(StandardCharsets.UTF_8)),
      new Header("empty", null)
    };
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void everyPictureIsThereOnceAndDescribesItself() {
    assertThat(fleet.results())
        .extracting(result -> result.getRequestId() + "-" + result.getIndex())
        .doesNotHaveDuplicates()
        .hasSize(requests.values().stream().mapToInt(GenerationRequest::getCount).sum());
    forEachImage(
        (request, image) -> {
          assertThat(image.getCount()).isEqualTo(request.getCount());
          assertThat(image.getSeed()).isEqualTo(request.getSeed() + image.getIndex());
          assertThat(image.getModel()).isEqualTo(TinyModel.NAME);
          assertThat(image.getSolver()).isEqualTo(request.getSolver());
          assertThat(image.getSchedule()).isEqualTo(request.getSchedule());
          assertThat(image.getGuidance())
              .isEqualTo(request.getGuidance() == null ? 1 : request.getGuidance());
          assertThat(image.getMetadata()).isEqualTo(request.getMetadata());
          assertThat(image.getWorker()).isEqualTo(worker.id());
          assertThat(image.getDevice()).isEqualTo("cpu");
          assertThat(image.getAttempt()).isEqualTo(1);
          assertThat(image.getMediaType())
              .isEqualTo(request.getFormat() == OutputFormat.JPEG ? "image/jpeg" : "image/png");
        });
  }

  @Test
  void thePictureIsWhatItsDescriptionSays() {
    forEachImage(
        (request, image) -> {
          byte[] bytes = bytes(image);
          assertThat(image.getSha256()).isEqualTo(sha256(bytes));
          Picture picture = decode(bytes);
          assertThat(picture.width()).isEqualTo(image.getWidth()).isEqualTo(16);
          assertThat(picture.height()).isEqualTo(image.getHeight()).isEqualTo(16);
        });
  }

  @Test
  void theTraceLeadsFromNoiseToDataInTheEvaluationsThatItCounts() {
    forEachImage(
        (request, image) -> {
          List<ImageStep> trace = image.getSteps();
          assertThat(trace).hasSize(image.getEvaluations());
          switch (request.getSteps()) {
            case FixedSteps fixed ->
                assertThat(trace)
                    .hasSize(
                        Solvers.named(request.getSolver())
                            .orElseThrow()
                            .evaluations(fixed.getCount()));
            case AdaptiveSteps adaptive ->
                assertThat(trace).hasSizeBetween(adaptive.getMinimum(), adaptive.getMaximum());
            default -> throw new IllegalStateException();
          }
          assertThat(trace.getFirst().getSigma()).isEqualTo(1);
          assertThat(trace.getLast().getSigmaTo()).isZero();
          assertThat(trace.getLast().getAccepted()).isTrue();
          assertThat(trace)
              .allSatisfy(
                  step -> {
                    assertThat(step.getSigmaTo()).isBetween(0., step.getSigma() + 1e-12);
                    assertThat(step.getNanos()).isPositive();
                    assertThat(step.getBatch()).isBetween(1, CAPACITY);
                  });
        });
  }

  @Test
  void thePartsOfTheTimeAreNoLongerThanTheWhole() {
    forEachImage(
        (request, image) -> {
          Timing timing = image.getTiming();
          List<Long> parts =
              List.of(
                  timing.getQueued(),
                  timing.getWaiting(),
                  timing.getSampling(),
                  timing.getDecoding(),
                  timing.getEncoding());
          assertThat(parts).allMatch(part -> part >= 0);
          long ticks = image.getSteps().stream().mapToLong(ImageStep::getNanos).sum();
          assertThat(timing.getSampling()).isGreaterThanOrEqualTo(ticks);
          assertThat(parts.stream().mapToLong(Long::longValue).sum()).isLessThan(90_000_000_000L);
        });
  }

  @Test
  void eventsTellTheLifeOfEachRequestInOrder() {
    Map<String, List<RequestEvent>> byRequest =
        fleet.events().stream().collect(Collectors.groupingBy(RequestEvent::getRequestId));
    requests.forEach(
        (id, request) -> {
          List<RequestEvent> events = byRequest.getOrDefault(id, List.of());
          List<EventKind> expected = new ArrayList<>();
          expected.add(EventKind.ACCEPTED);
          expected.add(EventKind.STARTED);
          for (int i = 1; i < request.getCount(); i++) {
            expected.add(EventKind.PROGRESS);
          }
          expected.add(EventKind.COMPLETED);
          assertThat(events).extracting(RequestEvent::getKind).isEqualTo(expected);
          for (int i = 2; i < events.size(); i++) {
            assertThat(events.get(i).getImages()).isEqualTo(i - 1);
          }
        });
  }

  @Test
  void headersOfARequestAreOnEverythingThatAnswersIt() {
    for (String topic : List.of(fleet.plan().names().results(), fleet.plan().names().events())) {
      for (ConsumerRecord<byte[], byte[]> record : fleet.log().read(topic)) {
        String id = new String(record.key(), StandardCharsets.UTF_8);
        List<Header> found = new ArrayList<>();
        record.headers().forEach(header -> found.add(new Header(header.key(), header.value())));
        assertThat(found).containsExactly(headers(id));
      }
    }
  }

  @Test
  void everyTickIsAccountedFor() {
    assertThat(ticks).isNotEmpty();
    for (int i = 0; i < ticks.size(); i++) {
      StepMetrics tick = ticks.get(i);
      assertThat(tick.getTick()).isEqualTo(i + 1);
      assertThat(tick.getWorker()).isEqualTo(worker.id());
      assertThat(tick.getModel()).isEqualTo(TinyModel.NAME);
      assertThat(tick.getCapacity()).isEqualTo(CAPACITY);
      assertThat(tick.getImages()).hasSize(tick.getBatchSize()).hasSizeBetween(1, CAPACITY);
      assertThat(tick.getRows()).isEqualTo(tick.getBatchSize() + guided(tick));
      assertThat(tick.getForwardNanos()).isPositive();
      assertThat(tick.getSolverNanos()).isPositive();
      assertThat(tick.getWaitNanos()).isNotNegative();
      assertThat(tick.getExact()).isTrue();
    }
    assertThat(ticks).filteredOn(tick -> tick.getBatchSize() == CAPACITY).hasSizeGreaterThan(20);
  }

  private long guided(StepMetrics tick) {
    return tick.getImages().stream()
        .map(image -> request(image.getRequestId()).getGuidance())
        .filter(guidance -> guidance != null && guidance > 1)
        .count();
  }

  @Test
  void ticksAndTracesSayTheSame() {
    Map<String, List<ImageProgress>> byImage = new LinkedHashMap<>();
    for (StepMetrics tick : ticks) {
      for (ImageProgress progress : tick.getImages()) {
        byImage
            .computeIfAbsent(
                progress.getRequestId() + "-" + progress.getIndex(), _ -> new ArrayList<>())
            .add(progress);
      }
    }
    forEachImage(
        (request, image) -> {
          List<ImageProgress> progress = byImage.get(request.getId() + "-" + image.getIndex());
          assertThat(progress).hasSize(image.getEvaluations());
          for (int i = 0; i < progress.size(); i++) {
            ImageStep step = image.getSteps().get(i);
            assertThat(progress.get(i).getEvaluations()).isEqualTo(i + 1);
            assertThat(progress.get(i).getSigmaTo()).isEqualTo(step.getSigmaTo());
            assertThat(progress.get(i).getSigmaFrom())
                .isGreaterThanOrEqualTo(step.getSigma() - 1e-12);
            assertThat(progress.get(i).getAccepted()).isEqualTo(step.getAccepted());
            assertThat(progress.get(i).getError()).isEqualTo(step.getError());
          }
        });
  }

  @Test
  void healthAndMetricsAreServed() throws IOException, InterruptedException {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body())
        .contains("tidewheel_images_total{model=\"tiny\",outcome=\"completed\"} 80.0")
        .contains("tidewheel_records_held 0.0")
        .contains("tidewheel_images_in_flight 0.0")
        .contains("tidewheel_dead_letters_total 0.0");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://localhost:%d%s".formatted(worker.httpPort(), path));
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void adaptiveStepsDifferByImage() {
    assertThat(
            outcomes.values().stream()
                .flatMap(outcome -> outcome.images().stream())
                .filter(image -> request(image.getRequestId()).getSteps() instanceof AdaptiveSteps)
                .map(ImageResult::getEvaluations)
                .distinct()
                .count())
        .isGreaterThan(2);
  }

  private GenerationRequest request(String id) {
    return requireNonNull(requests.get(id));
  }

  private interface Check {
    void of(GenerationRequest request, ImageResult image);
  }

  private void forEachImage(Check check) {
    outcomes.forEach(
        (id, outcome) -> outcome.images().forEach(image -> check.of(request(id), image)));
  }

  private static byte[] bytes(ImageResult image) {
    return ((ByteBuffer) image.getImage()).array();
  }

  private static Picture decode(byte[] bytes) {
    try {
      return Picture.decode(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

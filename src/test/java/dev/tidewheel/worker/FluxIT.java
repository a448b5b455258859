package dev.tidewheel.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageProgress;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.ImageStep;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.avro.TickWork;
import dev.tidewheel.client.Outcome;
import dev.tidewheel.image.Picture;
import dev.tidewheel.image.PngEncoder;
import dev.tidewheel.storage.FileStore;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of every kind to one FLUX model at once, and all that a worker says about prompts and
 * the pictures that requests begin with.
 */
@NeedsKafka
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FluxIT {
  private static final int CAPACITY = 8;
  private static final String CAT = "a cat";
  private static final String CAFE = "un café très élégant à Paris, l'été";
  private static final String CITY = "مدينة جميلة في الليل";
  private static final String ENDLESS = "red ".repeat(300);
  private static final int CHANNELS = 3;

  private final TestKafka kafka;
  private final Picture begin = noise(61, 44);
  private final Map<String, GenerationRequest> requests = new LinkedHashMap<>();
  private final Map<String, ImageResult> results = new LinkedHashMap<>();
  private Path store;
  private Fleet fleet;
  private Worker worker;
  private FluxModel alone;

  FluxIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeAll
  void drawThemTogether(@TempDir Path folder) throws InterruptedException {
    store = folder;
    alone = FluxModel.load();
    fleet = new Fleet(kafka, folder);
    List.of(
            request("short", 6).setPrompt(CAT),
            request("no words", 9).setPrompt(""),
            request("no prompt", 5),
            request("accents", 12).setPrompt(CAFE).setGuidance(1.),
            request("right to left", 7).setPrompt(CITY).setGuidance(7.5),
            request("emoji", 8).setPrompt("🐈‍⬛ on a 🛋️").setGuidance(2.),
            request("too long", 10).setPrompt(ENDLESS),
            request("two prompts", 11).setPrompt(CAT).setPrompt2(CITY),
            request("guided", 7).setPrompt(CAT).setNegativePrompt(CAFE).setTrueGuidance(4.),
            request("its negative too", 6)
                .setPrompt(CAT)
                .setNegativePrompt(ENDLESS)
                .setTrueGuidance(1.5)
                .setGuidance(3.),
            request("guided in part", 8)
                .setPrompt(CAT)
                .setNegativePrompt(CITY)
                .setTrueGuidance(4.)
                .setGuidanceLeastNoise(0.3)
                .setGuidanceMostNoise(0.9)
                .setGuidanceRescale(0.5),
            request("short again", 13).setPrompt(CAT).setSeed(99),
            request("fewer tokens", 6).setPrompt(CAFE).setMaxSequenceLength(12),
            request("another size", 5).setPrompt(CAT).setWidth(24).setHeight(48),
            begun("begun", 8).setInitImage(png(begin)),
            begun("begun elsewhere", 8).setInitImage(claim("a source", png(begin).array())))
        .forEach(request -> requests.put(request.getId(), request.build()));
    Map<String, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
    requests.forEach((id, request) -> sent.put(id, fleet.send(request)));
    worker = start();
    sent.forEach((id, outcome) -> results.put(id, Fleet.completed(outcome).images().getFirst()));
  }

  /** So late that it finds all requests in the log. */
  private Worker start() {
    return fleet.start(
        "models." + FluxModel.NAME,
        FluxModel.FOLDER.toString(),
        "engine.batch",
        Integer.toString(CAPACITY),
        "intake.feeders",
        "1",
        "intake.records",
        "32");
  }

  private static GenerationRequest.Builder request(String id, int steps) {
    return Fleet.request(id)
        .setModel(FluxModel.NAME)
        .setSeed(id.hashCode())
        .setWidth(56)
        .setHeight(40)
        .setMaxSequenceLength(48)
        .setSteps(new FixedSteps(steps));
  }

  private static GenerationRequest.Builder begun(String id, int steps) {
    return request(id, steps).setPrompt(CAT).setSeed(5).setStrength(0.5);
  }

  private static Picture noise(int width, int height) {
    byte[] pixels = new byte[width * height * CHANNELS];
    new Random(17).nextBytes(pixels);
    return new Picture(width, height, CHANNELS, pixels);
  }

  private static ByteBuffer png(Picture picture) {
    return ByteBuffer.wrap(new PngEncoder().encode(picture));
  }

  private ClaimCheck claim(String id, byte[] bytes) {
    URI address = new FileStore(store).put(id, 0, "png", bytes);
    return new ClaimCheck(address.toString(), (long) bytes.length);
  }

  @AfterAll
  void close() {
    fleet.close();
    alone.close();
  }

  @Test
  void eachHasThePictureThatItGetsAlone() throws IOException {
    for (ImageResult result : results.values()) {
      GenerationRequest request = requireNonNull(requests.get(result.getRequestId()));
      assertSame(result, request);
    }
  }

  private void assertSame(ImageResult result, GenerationRequest request) throws IOException {
    Picture picture = picture(result);
    assertThat(picture.width()).isEqualTo(request.getWidth());
    assertThat(picture.height()).isEqualTo(request.getHeight());
    byte[] found = picture.pixels();
    byte[] expected =
        alone.draw(request, request.getInitImage() == null ? Optional.empty() : Optional.of(begin));
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs((found[i] & 0xff) - (expected[i] & 0xff)))
          .as("byte %d of %s", i, request.getId())
          .isLessThanOrEqualTo(1);
    }
  }

  private static Picture picture(ImageResult result) throws IOException {
    return Picture.decode(((ByteBuffer) result.getImage()).array());
  }

  /** Or the comparison with pictures drawn alone would show nothing. */
  @Test
  void theyShareTicksAndNoTwoAreAlike() {
    List<StepMetrics> ticks = ticks(TickWork.SAMPLING);
    assertThat(ticks).anyMatch(tick -> tick.getBatchSize() == CAPACITY);
    assertThat(ticks)
        .anyMatch(tick -> tick.getRows() > tick.getBatchSize() && tick.getBatchSize() > 4);
    assertThat(new HashSet<>(results.values().stream().map(ImageResult::getSha256).toList()))
        .hasSize(results.size() - 1);
  }

  @Test
  void aPictureIsTwoRowsWhereItIsGuided() {
    ImageResult part = requireNonNull(results.get("guided in part"));
    assertThat(part.getGuidanceLeastNoise()).isEqualTo(0.3);
    assertThat(part.getGuidanceMostNoise()).isEqualTo(0.9);
    assertThat(part.getGuidanceRescale()).isEqualTo(0.5);
    assertThat(part.getSteps()).extracting(ImageStep::getGuided).contains(true, false);
    assertThat(part.getSteps())
        .allSatisfy(
            step ->
                assertThat(step.getGuided())
                    .isEqualTo(step.getSigma() >= 0.3 && step.getSigma() <= 0.9));
    assertThat(ticks(TickWork.SAMPLING))
        .isNotEmpty()
        .allSatisfy(
            tick ->
                assertThat(tick.getRows())
                    .isEqualTo(
                        tick.getBatchSize()
                            + tick.getImages().stream().filter(this::guided).count()));
  }

  private boolean guided(ImageProgress progress) {
    return requireNonNull(results.get(progress.getRequestId()))
        .getSteps()
        .get(progress.getEvaluations() - 1)
        .getGuided();
  }

  private List<StepMetrics> ticks(TickWork work) {
    return fleet.steps().stream()
        .filter(tick -> tick.getModel().equals(FluxModel.NAME) && tick.getWork() == work)
        .toList();
  }

  @Test
  void thePictureToBeginWithIsTheSameWhereverItLay() {
    ImageResult inline = requireNonNull(results.get("begun"));
    ImageResult claimed = requireNonNull(results.get("begun elsewhere"));
    assertThat(claimed.getSha256()).isEqualTo(inline.getSha256());
    assertThat(inline.getEvaluations()).as("half of 8 steps").isEqualTo(4);
  }

  @Test
  void whatWasCutFromAPromptIsSaid() {
    assertThat(notes("short")).isEmpty();
    assertThat(notes("too long"))
        .hasSize(2)
        .satisfiesExactly(
            clip -> assertThat(clip).startsWith("prompt: its text encoder reads 77 tokens"),
            t5 -> assertThat(t5).startsWith("prompt2: its text encoder reads 48 tokens"))
        .allSatisfy(note -> assertThat(note).endsWith("red'"));
    assertThat(notes("its negative too"))
        .hasSize(2)
        .allSatisfy(note -> assertThat(note).startsWith("negative prompt"));
    assertThat(notes("fewer tokens"))
        .singleElement()
        .satisfies(
            note -> assertThat(note).startsWith("prompt2: its text encoder reads 12 tokens"));
  }

  private List<String> notes(String id) {
    return requireNonNull(results.get(id)).getNotes();
  }

  @Test
  void readingAndDecodingAreTicksAndPartsOfTheTime() {
    for (TickWork aside : List.of(TickWork.READING, TickWork.DECODING)) {
      assertThat(ticks(aside))
          .isNotEmpty()
          .allSatisfy(
              tick -> {
                assertThat(tick.getBatchSize()).isBetween(1, CAPACITY);
                assertThat(tick.getForwardNanos()).isPositive();
              });
    }
    assertThat(ticks(TickWork.SAMPLING))
        .flatExtracting(StepMetrics::getImages)
        .extracting(ImageProgress::getRequestId)
        .containsAll(requests.keySet());
    assertThat(results.values())
        .allSatisfy(
            result -> {
              assertThat(result.getTiming().getDecoding()).isPositive();
              assertThat(result.getTiming().getReading()).isNotNegative();
            })
        .anySatisfy(result -> assertThat(result.getTiming().getReading()).isPositive());
  }

  @Test
  void metricsCountPromptsThatWereReadAndThoseThatWereKnown()
      throws IOException, InterruptedException {
    String page = metrics();
    assertThat(page)
        .containsPattern("tidewheel_prompts_total\\{model=\"flux\",outcome=\"read\"} [1-9]")
        .containsPattern("tidewheel_prompts_total\\{model=\"flux\",outcome=\"known\"} [1-9]")
        .contains("tidewheel_latency_seconds_count{model=\"flux\",part=\"reading\"}");
  }

  private String metrics() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://localhost:%d/metrics".formatted(worker.httpPort()));
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void whatIsNoPictureIsRefusedByName() {
    byte[] text = {1, 2, 3};
    Path outside = store.resolveSibling("elsewhere.png");
    Map<String, Object> useless =
        Map.of(
            "text inline",
            ByteBuffer.wrap(text),
            "text in the store",
            claim("text", text),
            "outside of the store",
            new ClaimCheck(outside.toUri().toString(), 9L),
            "nowhere",
            new ClaimCheck(store.resolve("nowhere.png").toUri().toString(), 9L));
    useless.forEach(
        (id, image) -> {
          RequestEvent end = Fleet.await(fleet.send(begun(id, 4).setInitImage(image))).end();
          assertThat(end.getKind()).as(id).isEqualTo(EventKind.REFUSED);
          assertThat(end.getProblems())
              .as(id)
              .extracting(Problem::getField)
              .containsExactly("initImage");
          assertThat(end.getProblems().getFirst().getMessage()).startsWith("cannot be used: ");
        });
    fleet.complete(begun("and one that is", 2).setInitImage(png(begin)));
  }
}

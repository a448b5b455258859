package dev.tidewheel.worker;

import static dev.tidewheel.avro.EventKind.ACCEPTED;
import static dev.tidewheel.avro.EventKind.CANCELLED;
import static dev.tidewheel.avro.EventKind.COMPLETED;
import static dev.tidewheel.avro.EventKind.EXPIRED;
import static dev.tidewheel.avro.EventKind.FAILED;
import static dev.tidewheel.avro.EventKind.REFUSED;
import static dev.tidewheel.avro.EventKind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Limits;
import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.Fault;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.image.Picture;
import dev.tidewheel.image.PngEncoder;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Header;
import dev.tidewheel.serving.ServedModel;
import dev.tidewheel.testing.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ReceptionTest {
  private static final int ENDLESS = 1_000_000;
  private static final Limits LIMITS = new Limits(64 * 64, 64, ENDLESS, 100);
  private static ServedModel model;

  private final FakePublisher log = new FakePublisher();
  private final Map<String, Cancellation> cancellations = new ConcurrentHashMap<>();
  private final Engine engine = new Engine(new EngineSettings(2, false), _ -> {});
  private final Reception reception =
      reception(LIMITS, id -> Optional.ofNullable(cancellations.get(id)));

  @BeforeAll
  static void load() {
    model = TinyModel.load();
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @AfterEach
  void stopEngine() {
    engine.close();
    assertThat(reception.jobs()).isZero();
  }

  private Reception reception(Limits limits, Function<String, Optional<Cancellation>> known) {
    Workshop workshop = Bench.workshop(log, new FakeStore(0), 512 << 10, Runnable::run);
    return new Reception(Map.of(TinyModel.NAME, model), limits, engine, known, workshop);
  }

  @Test
  void drawsWhatIsAsked() {
    FakeDelivery delivery = take(request("r").setCount(2).build());
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).startsWith(ACCEPTED, STARTED).endsWith(COMPLETED);
    assertThat(log.all(ImageResult.class)).hasSize(2);
  }

  static List<byte[]> noRequests() {
    byte[] good = Codecs.REQUEST.encode(request("r").build());
    return List.of(
        new byte[0],
        "hello, world".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(good, good.length - 1),
        Arrays.copyOf(good, 7),
        Codecs.EVENT.encode(Records.event("r", COMPLETED)));
  }

  @ParameterizedTest
  @MethodSource("noRequests")
  void buriesWhatIsNoRequest(byte[] value) {
    FakeDelivery delivery = take(new FakeDelivery(7, 1, value));
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.said()).hasSize(1);
    DeadLetter letter = log.all(DeadLetter.class).getFirst();
    assertThat(letter.getRequestId()).isNull();
    assertThat(letter.getTopic()).isEqualTo("requests");
    assertThat(letter.getOffset()).isEqualTo(7);
    assertThat(letter.getValue().array()).isEqualTo(value);
    assertThat(letter.getFaults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.getMessage()).isNotBlank());
  }

  @Test
  void answersWhateverBytesAreSent() {
    Random random = new Random(17);
    byte[] good = Codecs.REQUEST.encode(request("r").setClassLabel(3).setGuidance(2.).build());
    Reception strict = reception(new Limits(32 * 32, 2, 5, 100), _ -> Optional.empty());
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        bytes[random.nextInt(10, bytes.length)] = (byte) random.nextInt(256);
      }
      FakeDelivery delivery = new FakeDelivery(i, 1, bytes);
      strict.accept(delivery);
      assertThat(delivery.awaitAnswer()).as("bytes %s", bytes).isEqualTo(FakeDelivery.Reply.DONE);
    }
    assertThat(log.all(DeadLetter.class)).hasSizeGreaterThan(30);
    assertThat(log.kinds()).contains(REFUSED, COMPLETED);
  }

  @Test
  void refusesWithEveryReason() {
    FakeDelivery delivery = take(request("r").setCount(0).setClassLabel(99).build());
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).containsExactly(REFUSED);
    assertThat(log.said().getFirst().headers()).isEqualTo(FakeDelivery.HEADERS);
    assertThat(problems()).extracting(Problem::getField).containsExactly("count", "classLabel");
  }

  @Test
  void refusesAPictureThatIsNoneAndNamesWhateverElseIsWrong() {
    take(request("r")
            .setInitImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .setStrength(0.5)
            .setCount(0)
            .build())
        .awaitAnswer();
    assertThat(log.kinds()).containsExactly(REFUSED);
    assertThat(problems())
        .containsExactly(
            new Problem("initImage", "cannot be used: these 3 bytes are neither PNG nor JPEG"),
            new Problem("count", "is 0; ask for 1 to 64 pictures"));
  }

  @Test
  void refusesAPictureForAModelThatBeginsWithNoise() {
    byte[] png = new PngEncoder().encode(new Picture(1, 1, 1, new byte[] {7}));
    take(request("r").setInitImage(ByteBuffer.wrap(png)).setWidth(16).setHeight(16).build())
        .awaitAnswer();
    assertThat(problems())
        .containsExactly(
            new Problem("initImage", "model tiny begins with noise only; leave it out"));
  }

  @Test
  void refusesAnUnknownModelAndNamesTheOthersAndWhateverElseIsWrong() {
    take(request("r").setModel("huge").setCount(65).build()).awaitAnswer();
    assertThat(log.kinds()).containsExactly(REFUSED);
    assertThat(problems())
        .containsExactly(
            new Problem("model", "'huge' is not served here; there is tiny"),
            new Problem("count", "is 65; ask for 1 to 64 pictures"));
  }

  @Test
  void buriesARequestWithoutAUsableIdAndNamesWhateverElseIsWrong() {
    for (String id : List.of("", " \t", "i".repeat(201))) {
      FakeDelivery delivery = take(request(id).setClassLabel(99).build());
      assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    }
    assertThat(log.kinds()).isEmpty();
    assertThat(log.all(DeadLetter.class))
        .hasSize(3)
        .allSatisfy(
            letter -> {
              assertThat(letter.getRequestId()).isNull();
              assertThat(letter.getFaults())
                  .extracting(Fault::getField)
                  .containsExactly("id", "classLabel");
            });
  }

  @Test
  void refusesHeadersThatWouldMakeItsAnswersTooLargeAndCopiesNone() {
    List<Header> most = List.of(new Header("h", new byte[65_535]));
    take(FakeDelivery.of(request("r").build()).with(most)).awaitAnswer();
    assertThat(log.kinds()).endsWith(COMPLETED);
    assertThat(log.said()).allMatch(said -> said.headers().equals(most));

    List<Header> more = List.of(new Header("h", new byte[65_535]), new Header("n", null));
    take(FakeDelivery.of(request("r").setCount(0).build()).with(more)).awaitAnswer();
    assertThat(log.kinds()).endsWith(REFUSED);
    assertThat(problems()).extracting(Problem::getField).containsExactly("headers", "count");
    assertThat(log.said().getLast().headers()).isEmpty();
  }

  @Test
  void takesTheLongestIdThereMayBe() {
    take(request("i".repeat(200)).build()).awaitAnswer();
    assertThat(log.kinds()).endsWith(COMPLETED);
  }

  @Test
  void drawsNothingAfterTheDeadline() {
    FakeDelivery delivery = take(request("r").setDeadline(Instant.now().minusMillis(1)).build());
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).containsExactly(EXPIRED);
    assertThat(problems()).extracting(Problem::getField).containsExactly("deadline");
  }

  @Test
  void stopsAtTheDeadline() {
    take(endless("r").setDeadline(Instant.now().plusMillis(300)).build()).awaitAnswer();
    assertThat(log.kinds()).startsWith(ACCEPTED).endsWith(EXPIRED);
  }

  @Test
  void aDeadlineBeyondAllYearsIsNone() {
    take(request("r").setDeadline(Instant.ofEpochMilli(Long.MAX_VALUE)).build()).awaitAnswer();
    assertThat(log.kinds()).endsWith(COMPLETED);
  }

  @Test
  void drawsNothingThatWasCancelledBefore() {
    cancellations.put("r", cancellation("r", null));
    take(request("r").build()).awaitAnswer();
    assertThat(log.kinds()).containsExactly(CANCELLED);
    assertThat(problems()).containsExactly(new Problem("", "cancelled by request"));
  }

  @Test
  void stopsWhatIsCancelledAndNothingElse() {
    FakeDelivery other = take(request("other").build());
    FakeDelivery delivery = take(endless("r").build());
    reception.cancel(cancellation("r", "no longer needed"));
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(problems()).containsExactly(new Problem("", "no longer needed"));
    assertThat(other.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).contains(CANCELLED, COMPLETED);
  }

  @Test
  void missesNoCancellationThatComesWhileARequestIsTaken() {
    AtomicInteger looks = new AtomicInteger();
    Reception busy =
        reception(
            LIMITS,
            id ->
                looks.getAndIncrement() == 0
                    ? Optional.empty()
                    : Optional.of(cancellation(id, "just now")));
    FakeDelivery delivery = FakeDelivery.of(endless("r").build());
    busy.accept(delivery);
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).endsWith(CANCELLED);
  }

  @Test
  void adoptsARecordThatComesAgainWhileItIsWorkedOn() {
    FakeDelivery first = take(endless("r").build());
    FakeDelivery second = take(first.again());
    first.assertOpen();
    second.assertOpen();
    assertThat(reception.jobs()).isEqualTo(1);
    reception.cancel(cancellation("r", null));
    assertThat(first.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(second.awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).containsOnlyOnce(ACCEPTED, CANCELLED);
  }

  @Test
  void drawsNothingAgainWhoseAnswerIsInTheLog() {
    FakeDelivery drawn = take(request("r").build());
    drawn.awaitAnswer();
    FakeDelivery refused = take(request("r").setCount(0).build());
    refused.awaitAnswer();
    int said = log.said().size();
    assertThat(take(drawn.again()).awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(take(refused.again()).awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.said()).hasSize(said);
  }

  @Test
  void drawsAgainWhatWentBackToTheLog() {
    log.decide(_ -> CompletableFuture.failedFuture(new TimeoutException("no broker")));
    FakeDelivery delivery = take(request("r").build());
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.LATER);
    log.decide(_ -> FakePublisher.taken());
    assertThat(take(delivery.again()).awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).endsWith(COMPLETED);
  }

  @Test
  void worksTwiceOnARequestThatWasSentTwice() {
    FakeDelivery first = take(request("r").build());
    FakeDelivery second = take(request("r").build());
    first.awaitAnswer();
    second.awaitAnswer();
    assertThat(log.all(ImageResult.class)).hasSize(2);
  }

  @Test
  void handsBackWhatIsNotFinishedWhenTheEngineCloses() {
    FakeDelivery delivery = take(endless("r").build());
    engine.close();
    assertThat(delivery.awaitAnswer()).isEqualTo(FakeDelivery.Reply.LATER);
    assertThat(log.kinds()).doesNotContain(COMPLETED, FAILED);
  }

  @Test
  void givesUpARecordThatCameTooOften() {
    FakeDelivery eighth = FakeDelivery.of(request("r").build()).attempt(8);
    assertThat(take(eighth).awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).endsWith(COMPLETED);
    FakeDelivery ninth = FakeDelivery.of(request("r").build()).attempt(9);
    assertThat(take(ninth).awaitAnswer()).isEqualTo(FakeDelivery.Reply.DONE);
    assertThat(log.kinds()).endsWith(FAILED);
    assertThat(log.all(DeadLetter.class))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getRequestId()).isEqualTo("r");
              assertThat(letter.getAttempt()).isEqualTo(9);
              assertThat(letter.getFaults().getFirst().getMessage()).contains("delivered 9 times");
            });
  }

  @Test
  void handsBackWhatItCannotAnswer() {
    log.decide(_ -> CompletableFuture.failedFuture(new TimeoutException("no broker")));
    List<FakeDelivery> deliveries =
        List.of(
            new FakeDelivery(0, 1, new byte[0]),
            FakeDelivery.of(request("r").setCount(0).build()),
            FakeDelivery.of(request("r").setDeadline(Instant.EPOCH).build()),
            FakeDelivery.of(request("r").build()).attempt(9),
            FakeDelivery.of(request("").build()));
    for (FakeDelivery delivery : deliveries) {
      assertThat(take(delivery).awaitAnswer()).isEqualTo(FakeDelivery.Reply.LATER);
    }
  }

  private List<Problem> problems() {
    return log.all(RequestEvent.class).stream()
        .flatMap(event -> event.getProblems().stream())
        .toList();
  }

  private FakeDelivery take(GenerationRequest request) {
    return take(FakeDelivery.of(request));
  }

  private FakeDelivery take(FakeDelivery delivery) {
    reception.accept(delivery);
    return delivery;
  }

  private static GenerationRequest.Builder request(String id) {
    return GenerationRequest.newBuilder()
        .setId(id)
        .setModel(TinyModel.NAME)
        .setSteps(new FixedSteps(2));
  }

  private static GenerationRequest.Builder endless(String id) {
    return request(id).setSteps(new FixedSteps(ENDLESS));
  }

  private static Cancellation cancellation(String id, @Nullable String reason) {
    return Cancellation.newBuilder()
        .setRequestId(id)
        .setAt(Instant.now())
        .setReason(reason)
        .build();
  }
}

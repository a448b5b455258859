package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.ImageStep;
import dev.tidewheel.avro.OutputFormat;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.image.Picture;
import dev.tidewheel.intake.Origin;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ResultWriterTest {
  private static final long MUCH = 1 << 20;
  private static final Ending.Drawn COLOURED = Bench.drawn(new ImageShape(3, 16, 24));

  private final FakePublisher log = new FakePublisher();

  @Test
  void describesAPictureInFull() throws IOException, NoSuchAlgorithmException {
    Timing timing = written(write(OutputFormat.PNG, MUCH, new FakeStore(0), COLOURED));
    ImageResult result = log.all(ImageResult.class).getFirst();
    byte[] bytes = ((ByteBuffer) result.getImage()).array();
    assertThat(Picture.decode(bytes).pixels()).isEqualTo(COLOURED.pixels());
    assertThat(result.getSha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    ImageResult expected =
        ImageResult.newBuilder()
            .setRequestId("r")
            .setIndex(2)
            .setCount(5)
            .setModel("tiny")
            .setSeed(42)
            .setWidth(24)
            .setHeight(16)
            .setMediaType("image/png")
            .setSha256(result.getSha256())
            .setImage(ByteBuffer.wrap(bytes))
            .setSolver("ab2")
            .setSchedule("shifted:3.0")
            .setGuidance(1.5)
            .setEvaluations(1)
            .setSteps(List.of(new ImageStep(1., 0., true, 0.25, true, 1_000_000L, 3)))
            .setTiming(timing)
            .setWorker("worker-1")
            .setDevice("cpu")
            .setAttempt(2)
            .setCompletedAt(result.getCompletedAt())
            .setMetadata(Map.of("who", "me"))
            .setNotes(List.of("prompt: was cut"))
            .build();
    assertThat(result).isEqualTo(expected);
  }

  @Test
  void splitsTheTimeOfAPicture() {
    Timing timing = written(write(OutputFormat.PNG, MUCH, new FakeStore(0), COLOURED));
    assertThat(timing.getQueued()).isEqualTo(250_000_000);
    assertThat(timing.getWaiting()).isEqualTo(600);
    assertThat(timing.getReading()).isEqualTo(400);
    assertThat(timing.getSampling()).isEqualTo(2_000);
    assertThat(timing.getDecoding()).isEqualTo(3_000);
    assertThat(timing.getEncoding()).isPositive();
    assertThat(log.all(ImageResult.class).getFirst().getTiming()).isEqualTo(timing);
  }

  @Test
  void encodesAsJpegWhereAskedTo() throws IOException {
    written(write(OutputFormat.JPEG, MUCH, new FakeStore(0), Bench.drawn(16, 24)));
    ImageResult result = log.all(ImageResult.class).getFirst();
    byte[] bytes = ((ByteBuffer) result.getImage()).array();
    assertThat(result.getMediaType()).isEqualTo("image/jpeg");
    assertThat(bytes).startsWith(0xff, 0xd8);
    assertThat(Picture.decode(bytes).width()).isEqualTo(24);
  }

  @Test
  void putsALargePictureIntoTheStore() {
    FakeStore store = new FakeStore(0);
    written(write(OutputFormat.PNG, 10, store, COLOURED));
    byte[] bytes = store.files.get("r-2.png");
    assertThat(bytes).isNotNull();
    assertThat(log.all(ImageResult.class))
        .extracting(ImageResult::getImage)
        .containsExactly(new ClaimCheck("memory:r-2.png", (long) bytes.length));
  }

  @Test
  void putsAPictureIntoTheStoreThatTheBrokerFindsTooLarge() {
    log.decide(
        record ->
            record instanceof ImageResult result && result.getImage() instanceof ByteBuffer
                ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                : FakePublisher.taken());
    FakeStore store = new FakeStore(0);
    written(write(OutputFormat.PNG, MUCH, store, COLOURED));
    assertThat(store.files).containsOnlyKeys("r-2.png");
    assertThat(log.all(ImageResult.class).getLast().getImage()).isInstanceOf(ClaimCheck.class);
  }

  @Test
  void triesTheStoreAgain() {
    FakeStore store = new FakeStore(5);
    written(write(OutputFormat.PNG, 0, store, COLOURED));
    assertThat(store.files).hasSize(1);
  }

  @Test
  void givesUpAStoreThatNeverWorks() {
    assertThat(write(OutputFormat.PNG, 0, FakeStore.broken(), COLOURED))
        .isEqualTo(new ResultWriter.Outcome.Unwritable("the disk is full: make room"));
    log.decide(_ -> CompletableFuture.failedFuture(new RecordTooLargeException("too large")));
    assertThat(write(OutputFormat.PNG, MUCH, FakeStore.broken(), COLOURED))
        .isEqualTo(new ResultWriter.Outcome.Unwritable("the disk is full: make room"));
  }

  @Test
  void saysThatALogIsOutOfReach() {
    TimeoutException lost = new TimeoutException("no broker");
    log.decide(_ -> CompletableFuture.failedFuture(lost));
    assertThat(write(OutputFormat.PNG, MUCH, new FakeStore(0), COLOURED))
        .isEqualTo(new ResultWriter.Outcome.Unpublished(lost));
    assertThat(write(OutputFormat.PNG, 0, new FakeStore(0), COLOURED))
        .isEqualTo(new ResultWriter.Outcome.Unpublished(lost));
  }

  private static Timing written(ResultWriter.Outcome outcome) {
    assertThat(outcome).isInstanceOf(ResultWriter.Outcome.Written.class);
    return ((ResultWriter.Outcome.Written) outcome).timing();
  }

  private ResultWriter.Outcome write(
      OutputFormat format, long inlineLimit, FakeStore store, Ending.Drawn drawn) {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setId("r")
            .setModel("tiny")
            .setFormat(format)
            .setMetadata(Map.of("who", "me"))
            .build();
    Sampling sampling =
        new Sampling(
            Parametrisation.flowMatching(1000),
            Solvers.named("ab2").orElseThrow(),
            new ShiftedSchedule(3),
            new Steps.Fixed(1),
            1.5);
    JobFacts facts =
        new JobFacts(
            request,
            Bench.order(5, sampling),
            List.of("prompt: was cut"),
            FakeDelivery.HEADERS,
            new Origin("requests", 0, 0, 1_000, 2),
            1_250,
            drawn.times().firstTick() - 1_000);
    return Bench.writer(log, store, inlineLimit, Runnable::run).write(facts, 2, drawn).join();
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.OutputFormat;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.egress.Publisher;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.image.ImageEncoder;
import dev.tidewheel.image.JpegEncoder;
import dev.tidewheel.image.Picture;
import dev.tidewheel.image.PngEncoder;
import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.storage.ImageStore;
import dev.tidewheel.storage.StorageException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a result of an image that was drawn, and puts it into the log; large pictures go to the
 * store.
 */
final class ResultWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(ResultWriter.class);
  private static final int STORE_TRIES = 6;

  private final WorkerRecords records;
  private final Publisher publisher;
  private final ImageStore store;
  private final long inlineLimit;
  private final Duration firstPause;
  private final Executor background;

  /**
   * Makes a writer.
   *
   * @param records describes this worker
   * @param publisher takes the results
   * @param store takes large pictures
   * @param inlineLimit largest picture that travels in its result, in bytes
   * @param firstPause how long to wait before the store is tried a second time; each further pause
   *     is twice as long
   * @param background runs what may wait
   */
  ResultWriter(
      WorkerRecords records,
      Publisher publisher,
      ImageStore store,
      long inlineLimit,
      Duration firstPause,
      Executor background) {
    this.records = records;
    this.publisher = publisher;
    this.store = store;
    this.inlineLimit = inlineLimit;
    this.firstPause = firstPause;
    this.background = background;
  }

  /** What came of a picture. */
  sealed interface Outcome {
    /**
     * The log has it.
     *
     * @param timing the parts of its time
     */
    record Written(Timing timing) implements Outcome {}

    /**
     * It cannot be encoded or stored, and would not be if it were drawn again.
     *
     * @param reason why
     */
    record Unwritable(String reason) implements Outcome {}

    /**
     * The log did not take it.
     *
     * @param cause why
     */
    record Unpublished(Throwable cause) implements Outcome {}
  }

  /** A picture as a file's bytes, with all of its result but the picture. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Encoded(
      JobFacts facts,
      int index,
      ImageEncoder encoder,
      byte[] bytes,
      Timing timing,
      ImageResult.Builder result) {}

  /** Encodes and publishes an image. The future does not fail. */
  CompletableFuture<Outcome> write(JobFacts facts, int index, Ending.Drawn drawn) {
    try {
      Encoded image = encode(facts, index, drawn);
      return publish(image)
          .handle(
              (_, failure) ->
                  failure == null ? new Outcome.Written(image.timing) : outcome(root(failure)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(outcome(e));
    }
  }

  private static Outcome outcome(Throwable failure) {
    return failure instanceof StorageException || failure instanceof IllegalArgumentException
        ? new Outcome.Unwritable(String.valueOf(failure.getMessage()))
        : new Outcome.Unpublished(failure);
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private Encoded encode(JobFacts facts, int index, Ending.Drawn drawn) {
    long start = System.nanoTime();
    ImageEncoder encoder =
        facts.request().getFormat() == OutputFormat.JPEG ? new JpegEncoder() : new PngEncoder();
    byte[] bytes =
        encoder.encode(
            new Picture(
                drawn.shape().width(),
                drawn.shape().height(),
                drawn.shape().channels(),
                drawn.pixels()));
    Timing timing = timing(facts, drawn, System.nanoTime() - start);
    ImageResult.Builder result = describe(facts, index, drawn, timing, encoder, bytes);
    return new Encoded(facts, index, encoder, bytes, timing, result);
  }

  private CompletableFuture<Void> publish(Encoded image) {
    if (image.bytes.length > inlineLimit) {
      return publishStored(image);
    }
    return publisher
        .result(image.result.setImage(ByteBuffer.wrap(image.bytes)).build(), image.facts.headers())
        .exceptionallyComposeAsync(cause -> insteadOfInline(root(cause), image), background);
  }

  /** The broker takes less than the inline limit: the picture goes to the store after all. */
  private CompletableFuture<Void> insteadOfInline(Throwable cause, Encoded image) {
    return cause instanceof RecordTooLargeException
        ? publishStored(image)
        : CompletableFuture.failedFuture(cause);
  }

  private CompletableFuture<Void> publishStored(Encoded image) {
    return publisher.result(image.result.setImage(stored(image)).build(), image.facts.headers());
  }

  private ClaimCheck stored(Encoded image) {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        String extension = image.encoder.extension();
        return new ClaimCheck(
            store.put(image.facts.id(), image.index, extension, image.bytes).toString(),
            (long) image.bytes.length);
      } catch (StorageException e) {
        if (attempt == STORE_TRIES) {
          throw e;
        }
        LOGGER.warn("Tries again in {} to store a picture: {}", pause, e.getMessage());
        sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Timing timing(JobFacts facts, Ending.Drawn drawn, long encoding) {
    Ending.Times times = drawn.times();
    return new Timing(
        facts.queuedNanos(),
        times.firstTick() - facts.receivedNanoTime() - times.readingNanos(),
        times.readingNanos(),
        times.lastTick() - times.firstTick(),
        times.decoded() - times.lastTick(),
        encoding);
  }

  private ImageResult.Builder describe(
      JobFacts facts,
      int index,
      Ending.Drawn drawn,
      Timing timing,
      ImageEncoder encoder,
      byte[] bytes) {
    Guidance guidance = facts.order().sampling().guidance();
    return ImageResult.newBuilder()
        .setRequestId(facts.id())
        .setIndex(index)
        .setCount(facts.order().count())
        .setModel(facts.request().getModel())
        .setSeed(facts.order().seed() + index)
        .setWidth(drawn.shape().width())
        .setHeight(drawn.shape().height())
        .setMediaType(encoder.mediaType())
        .setSha256(sha256(bytes))
        .setSolver(facts.order().sampling().solver().name())
        .setSchedule(facts.order().sampling().schedule().name())
        .setGuidance(facts.order().scales().guidance())
        .setTrueGuidance(facts.order().scales().trueGuidance())
        .setGuidanceLeastNoise(guidance.leastNoise())
        .setGuidanceMostNoise(guidance.mostNoise())
        .setGuidanceRescale(guidance.rescale())
        .setEvaluations(drawn.trace().size())
        .setSteps(drawn.trace().stream().map(WorkerRecords::step).toList())
        .setTiming(timing)
        .setWorker(records.worker())
        .setDevice(records.device())
        .setAttempt(facts.attempt())
        .setCompletedAt(Instant.now())
        .setMetadata(facts.request().getMetadata())
        .setNotes(Notes.of(facts.request().getModel(), facts.order(), facts.cuts()));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

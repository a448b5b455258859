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
import dev.tidewheel.storage.ImageStore;
import dev.tidewheel.storage.StorageException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
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
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final Answers answers;
  private final Publisher publisher;
  private final ImageStore store;
  private final long inlineLimit;
  private final Executor background;

  ResultWriter(
      Answers answers,
      Publisher publisher,
      ImageStore store,
      long inlineLimit,
      Executor background) {
    this.answers = answers;
    this.publisher = publisher;
    this.store = store;
    this.inlineLimit = inlineLimit;
    this.background = background;
  }

  /**
   * Encodes and publishes an image.
   *
   * @return the result's parts of time, when the log has it
   * @throws StorageException where the store refuses the picture again and again
   */
  CompletableFuture<Timing> write(JobFacts facts, int index, Ending.Drawn drawn) {
    long start = System.nanoTime();
    ImageEncoder encoder =
        facts.request().getFormat() == OutputFormat.JPEG ? new JpegEncoder() : new PngEncoder();
    byte[] bytes =
        encoder.encode(
            new Picture(
                drawn.shape().width(),
                drawn.shape().height(),
                drawn.shape().channels(),
                drawn.pixels()),
            Map.of());
    Timing timing = timing(facts, drawn, System.nanoTime() - start);
    ImageResult.Builder result = describe(facts, index, drawn, timing, encoder, bytes);
    if (bytes.length > inlineLimit) {
      return publishStored(facts, index, encoder, bytes, result).thenApply(_ -> timing);
    }
    return publisher
        .result(result.setImage(ByteBuffer.wrap(bytes)).build(), facts.headers())
        .exceptionallyComposeAsync(
            cause -> insteadOfInline(cause, facts, index, encoder, bytes, result), background)
        .thenApply(_ -> timing);
  }

  /** The broker takes less than the inline limit: the picture goes to the store after all. */
  private CompletableFuture<Void> insteadOfInline(
      Throwable cause,
      JobFacts facts,
      int index,
      ImageEncoder encoder,
      byte[] bytes,
      ImageResult.Builder result) {
    Throwable root = cause instanceof CompletionException ? cause.getCause() : cause;
    return root instanceof RecordTooLargeException
        ? publishStored(facts, index, encoder, bytes, result)
        : CompletableFuture.failedFuture(root);
  }

  private CompletableFuture<Void> publishStored(
      JobFacts facts, int index, ImageEncoder encoder, byte[] bytes, ImageResult.Builder result) {
    ClaimCheck claim = stored(facts, index, encoder, bytes);
    return publisher.result(result.setImage(claim).build(), facts.headers());
  }

  private ClaimCheck stored(JobFacts facts, int index, ImageEncoder encoder, byte[] bytes) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return new ClaimCheck(
            store.put(facts.id(), index, encoder.extension(), bytes).toString(),
            (long) bytes.length);
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
        times.firstTick() - facts.receivedNanoTime(),
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
        .setGuidance(facts.order().sampling().guidance())
        .setEvaluations(drawn.trace().size())
        .setSteps(drawn.trace().stream().map(Answers::step).toList())
        .setTiming(timing)
        .setWorker(answers.worker())
        .setDevice(answers.device())
        .setAttempt(facts.attempt())
        .setCompletedAt(Instant.now())
        .setMetadata(facts.request().getMetadata());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

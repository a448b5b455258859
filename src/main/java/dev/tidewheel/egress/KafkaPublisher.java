package dev.tidewheel.egress;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Header;
import dev.tidewheel.schema.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes through one idempotent producer with {@code acks=all}.
 *
 * <p>Back-pressure: a call encodes its record, puts it in a queue and returns. Results, events and
 * dead letters are always taken, as there are only as many of them as records are held, and no
 * record is acknowledged before its answers are: while the broker is away the worker runs dry by
 * itself. Step metrics have no such bound and are dropped when the backlog is full.
 *
 * <p>What nobody waits for (step metrics, events before the last) travels with what somebody waits
 * for, or after a quarter of a second by itself: a request to the broker costs much more than the
 * records in it, and that processor time is taken from the network.
 *
 * <p>Futures complete on the producer's own thread: what depends on them must be short, or
 * asynchronous.
 */
public final class KafkaPublisher implements Publisher {
  private final TopicNames topics;
  private final long backlogLimit;
  private final Outbox outbox;

  /**
   * Makes a publisher; it connects when there is something to send.
   *
   * @param settings where to and how long
   */
  public KafkaPublisher(PublisherSettings settings) {
    this.topics = settings.topics();
    this.backlogLimit = settings.backlogLimit();
    this.outbox = new Outbox(settings);
  }

  @Override
  public CompletableFuture<Void> result(ImageResult result, List<Header> headers) {
    return outbox.send(
        topics.results(), result.getRequestId(), Codecs.RESULT.encode(result), headers);
  }

  @Override
  public CompletableFuture<Void> event(RequestEvent event, List<Header> headers) {
    String id = event.getRequestId();
    byte[] value = Codecs.EVENT.encode(event);
    return switch (event.getKind()) {
      case ACCEPTED, STARTED, PROGRESS -> outbox.sendInCompany(topics.events(), id, value, headers);
      case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUSED, UNKNOWN ->
          outbox.send(topics.events(), id, value, headers);
    };
  }

  @Override
  public CompletableFuture<Void> steps(StepMetrics metrics) {
    long waiting = outbox.waitingBytes();
    if (waiting > backlogLimit) {
      return CompletableFuture.failedFuture(new BacklogFullException(waiting, backlogLimit));
    }
    return outbox.sendInCompany(
        topics.steps(), metrics.getWorker(), Codecs.STEPS.encode(metrics), List.of());
  }

  @Override
  public CompletableFuture<Void> deadLetter(DeadLetter letter, List<Header> headers) {
    String requestId = letter.getRequestId();
    String key =
        requestId == null
            ? letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset()
            : requestId;
    return outbox.send(topics.deadLetters(), key, Codecs.DEAD_LETTER.encode(letter), headers);
  }

  @Override
  public long backlogBytes() {
    return outbox.waitingBytes();
  }

  @Override
  public void close(Duration patience) {
    outbox.close(patience);
  }
}

package dev.tidewheel.client;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import dev.tidewheel.schema.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of results and events from now on, and sorts what comes by request. Methods may
 * be called from any thread.
 */
public final class Answers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  /**
   * Pictures are in the log before the event that ends their request, but may be read a little
   * after it.
   */
  private static final Duration STRAGGLERS = Duration.ofSeconds(10);

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final TopicNames topics;
  private final TopicTail tail;
  private final Thread reader;
  private final Map<String, FollowedRequest> followed = new ConcurrentHashMap<>();

  Answers(ClientProperties client, TopicNames topics, String name) {
    this.topics = topics;
    this.tail =
        new TopicTail(
            client,
            name + "-answers",
            Set.of(topics.results(), topics.events()),
            Duration.ZERO,
            this::take);
    this.reader = Thread.ofVirtual().name(name + "-answers").start(tail);
  }

  /**
   * Waits until everything that is sent from now on will be heard; false where that takes longer
   * than given.
   */
  boolean awaitReady(Duration patience) throws InterruptedException {
    try {
      tail.caughtUp().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the future of a tail does not fail", e);
    }
  }

  /**
   * Follows a request to its end. Call it before the request is sent.
   *
   * @param requestId id of the request
   * @param listener hears what comes
   * @return completes when the request has ended and its pictures are there
   */
  public CompletableFuture<Outcome> follow(String requestId, AnswerListener listener) {
    var request = new FollowedRequest(listener);
    if (followed.putIfAbsent(requestId, request) != null) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("the request " + requestId + " is followed already"));
    }
    return request.outcome().whenComplete((outcome, error) -> followed.remove(requestId, request));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    if (record.topic().equals(topics.results())) {
      switch (Codecs.RESULT.decode(record.value())) {
        case Decoded.Value<ImageResult>(ImageResult image) -> {
          FollowedRequest request = followed.get(image.getRequestId());
          if (request != null) {
            request.take(image);
          }
        }
        case Decoded.Undecodable<ImageResult>(String reason) -> skip(record, reason);
      }
    } else {
      switch (Codecs.EVENT.decode(record.value())) {
        case Decoded.Value<RequestEvent>(RequestEvent event) -> take(event);
        case Decoded.Undecodable<RequestEvent>(String reason) -> skip(record, reason);
      }
    }
  }

  private void take(RequestEvent event) {
    FollowedRequest request = followed.get(event.getRequestId());
    if (request != null && request.take(event)) {
      CompletableFuture.delayedExecutor(STRAGGLERS.toMillis(), TimeUnit.MILLISECONDS)
          .execute(request::finish);
    }
  }

  private static void skip(ConsumerRecord<byte[], byte[]> record, String reason) {
    log.warn(
        "skips record {} of {}, partition {}: {}",
        record.offset(),
        record.topic(),
        record.partition(),
        reason);
  }

  /** Stops reading; futures of requests that have not ended are cancelled. */
  @Override
  public void close() {
    tail.stop();
    try {
      // An interrupt would be quicker, but the consumer complains when it is closed with one.
      boolean unused = reader.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    followed.values().forEach(request -> request.outcome().cancel(false));
  }
}

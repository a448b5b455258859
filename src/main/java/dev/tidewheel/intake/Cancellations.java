package dev.tidewheel.intake;

import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.client.TopicTail;
import dev.tidewheel.schema.Codecs;
import dev.tidewheel.schema.Decoded;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which requests are not wanted any more. Reads the whole topic of cancellations, so every
 * worker hears every one, and remembers them for a while, so that a cancellation may come before
 * its request.
 *
 * <p>Run it on a thread of its own, virtual or not. It goes on through broker outages. {@link
 * #find} may be called from any thread.
 */
public final class Cancellations implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Cancellations.class);
  private static final int MOST_REMEMBERED = 100_000;

  private final CancellationMemory memory;
  private final Consumer<Cancellation> listener;
  private final TopicTail tail;

  /**
   * Makes a reader that has not connected yet.
   *
   * @param client how to reach the brokers
   * @param topic the topic of cancellations
   * @param name names it in logs and at the broker: the client id
   * @param window how far back to read and how long to remember; an id should not be used again
   *     within it
   * @param listener hears each cancellation, on the reader's thread
   */
  public Cancellations(
      ClientProperties client,
      String topic,
      String name,
      Duration window,
      Consumer<Cancellation> listener) {
    this.memory = new CancellationMemory(window, MOST_REMEMBERED, InstantSource.system());
    this.listener = listener;
    this.tail = new TopicTail(client, name, Set.of(topic), window, this::take);
  }

  /** Reads until it is stopped or interrupted. */
  @Override
  public void run() {
    tail.run();
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    tail.stop();
  }

  /** Completes when all cancellations sent before the start are known. */
  public CompletableFuture<Void> caughtUp() {
    return tail.caughtUp();
  }

  /**
   * The cancellation of a request, where there was one.
   *
   * @param requestId id of the request
   */
  public Optional<Cancellation> find(String requestId) {
    return memory.find(requestId);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    switch (Codecs.CANCELLATION.decode(record.value())) {
      case Decoded.Value<Cancellation>(Cancellation cancellation) -> {
        memory.add(cancellation, record.timestamp());
        listener.accept(cancellation);
      }
      case Decoded.Undecodable<Cancellation>(String reason) ->
          log.warn(
              "skips record {} of {}, partition {}: {}",
              record.offset(),
              record.topic(),
              record.partition(),
              reason);
    }
  }
}

package dev.tidewheel.egress;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.schema.Header;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Puts a worker's answers into the log.
 *
 * <p>No method waits for the network. A future completes when all in-sync replicas have the record;
 * it fails with {@code RecordTooLargeException} where the record is larger than the broker takes,
 * with {@link BacklogFullException} where step metrics were dropped, and with another Kafka
 * exception where the broker could not be reached for minutes or refuses. Records of one key reach
 * the log in the order of the calls.
 */
public interface Publisher extends AutoCloseable {

  /**
   * Publishes a picture, keyed by its request.
   *
   * @param result the picture
   * @param headers headers of the request that it answers
   */
  CompletableFuture<Void> result(ImageResult result, List<Header> headers);

  /**
   * Publishes a turn in a request's life, keyed by the request. Any but the last may wait for a
   * quarter of a second, or for what comes after it.
   *
   * @param event what happened
   * @param headers headers of the request
   */
  CompletableFuture<Void> event(RequestEvent event, List<Header> headers);

  /**
   * Publishes how a tick went, keyed by the worker; may wait as long. Dropped where more is waiting
   * than the backlog takes: metrics must not use up the memory during an outage.
   *
   * @param metrics the tick
   */
  CompletableFuture<Void> steps(StepMetrics metrics);

  /**
   * Publishes a record that cannot be answered, keyed by its request, or by topic, partition and
   * offset where it has none.
   *
   * @param letter the record and its faults
   * @param headers headers of the record
   */
  CompletableFuture<Void> deadLetter(DeadLetter letter, List<Header> headers);

  /**
   * Bytes of records that are not acknowledged yet. A worker takes no new work while this is over
   * its limit.
   */
  long backlogBytes();

  /**
   * Sends what is waiting, then fails what is left.
   *
   * @param patience how long to wait for the broker
   */
  void close(Duration patience);

  /** Sends what is waiting, for up to ten seconds, then fails what is left. */
  @Override
  default void close() {
    close(Duration.ofSeconds(10));
  }
}

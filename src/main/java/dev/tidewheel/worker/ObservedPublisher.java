package dev.tidewheel.worker;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.egress.Publisher;
import dev.tidewheel.schema.Header;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** A publisher that counts what does not get into the log. */
final class ObservedPublisher implements Publisher {
  private final Publisher publisher;
  private final WorkerObserver observer;

  /**
   * Observes a publisher.
   *
   * @param publisher does the work
   * @param observer hears of failures
   */
  ObservedPublisher(Publisher publisher, WorkerObserver observer) {
    this.publisher = publisher;
    this.observer = observer;
  }

  @Override
  public CompletableFuture<Void> result(ImageResult result, List<Header> headers) {
    // a picture that is too large for its record is stored, and its result sent once more
    boolean inline = result.getImage() instanceof ByteBuffer;
    return observed(
        "result",
        publisher.result(result, headers),
        failure -> !(inline && failure instanceof RecordTooLargeException));
  }

  @Override
  public CompletableFuture<Void> event(RequestEvent event, List<Header> headers) {
    return observed("event", publisher.event(event, headers), _ -> true);
  }

  @Override
  public CompletableFuture<Void> steps(StepMetrics metrics) {
    return observed("steps", publisher.steps(metrics), _ -> true);
  }

  @Override
  public CompletableFuture<Void> deadLetter(DeadLetter letter, List<Header> headers) {
    return observed("dead-letter", publisher.deadLetter(letter, headers), _ -> true);
  }

  private CompletableFuture<Void> observed(
      String record, CompletableFuture<Void> sent, Predicate<Throwable> counts) {
    CompletableFuture<Void> unused =
        sent.whenComplete(
            (_, failure) -> {
              if (failure != null && counts.test(failure)) {
                observer.publishFailed(record, failure);
              }
            });
    return sent;
  }

  @Override
  public long backlogBytes() {
    return publisher.backlogBytes();
  }

  @Override
  public void close(Duration patience) {
    publisher.close(patience);
  }
}

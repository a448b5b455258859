package dev.tidewheel.worker;

import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.egress.Publisher;
import dev.tidewheel.schema.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A log in memory that takes what it is given, unless the test says otherwise. */
final class FakePublisher implements Publisher {
  private final List<Said> said = new ArrayList<>();
  private Function<Object, CompletableFuture<Void>> fate = _ -> taken();

  /**
   * Something that was published.
   *
   * @param record what
   * @param headers with which headers
   */
  record Said(Object record, List<Header> headers) {}

  static CompletableFuture<Void> taken() {
    return CompletableFuture.completedFuture(null);
  }

  /** Decides what becomes of records from now on. */
  synchronized void decide(Function<Object, CompletableFuture<Void>> decision) {
    fate = decision;
  }

  private synchronized CompletableFuture<Void> say(Object record, List<Header> headers) {
    said.add(new Said(record, headers));
    return fate.apply(record);
  }

  synchronized List<Said> said() {
    return List.copyOf(said);
  }

  <T> List<T> all(Class<T> type) {
    return said().stream().map(Said::record).filter(type::isInstance).map(type::cast).toList();
  }

  List<EventKind> kinds() {
    return all(RequestEvent.class).stream().map(RequestEvent::getKind).toList();
  }

  @Override
  public CompletableFuture<Void> result(ImageResult result, List<Header> headers) {
    return say(result, headers);
  }

  @Override
  public CompletableFuture<Void> event(RequestEvent event, List<Header> headers) {
    return say(event, headers);
  }

  @Override
  public CompletableFuture<Void> steps(StepMetrics metrics) {
    return say(metrics, List.of());
  }

  @Override
  public CompletableFuture<Void> deadLetter(DeadLetter letter, List<Header> headers) {
    return say(letter, headers);
  }

  @Override
  public long backlogBytes() {
    return 0;
  }

  @Override
  public void close(Duration patience) {}
}

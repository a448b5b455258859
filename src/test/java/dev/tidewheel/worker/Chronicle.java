package dev.tidewheel.worker;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.client.AnswerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Events as a client heard them, with the moment of each. */
final class Chronicle implements AnswerListener {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(RequestEvent event, long nanoTime) {}

  @Override
  public synchronized void event(RequestEvent event) {
    entries.add(new Entry(event, System.nanoTime()));
  }

  /** Whether a worker is at a request that it has not finished. */
  synchronized boolean isBusy(String worker) {
    long started = count(worker, EventKind.STARTED);
    return started > count(worker, EventKind.COMPLETED);
  }

  synchronized long count(String worker, EventKind kind) {
    return entries.stream()
        .map(Entry::event)
        .filter(event -> event.getWorker().equals(worker) && event.getKind() == kind)
        .count();
  }

  /** Time from a moment to the first event after it of which something holds. */
  synchronized Optional<Duration> since(long nanoTime, Predicate<RequestEvent> which) {
    return entries.stream()
        .filter(entry -> entry.nanoTime > nanoTime && which.test(entry.event))
        .map(entry -> Duration.ofNanos(entry.nanoTime - nanoTime))
        .findFirst();
  }
}

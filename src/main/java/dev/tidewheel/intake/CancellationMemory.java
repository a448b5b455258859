package dev.tidewheel.intake;

import dev.tidewheel.avro.Cancellation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Cancellations of the last while, by request id; forgets the oldest first. Thread-safe. */
final class CancellationMemory {
  private final long windowMillis;
  private final int most;
  private final InstantSource clock;
  private final Map<String, Remembered> byRequest = new LinkedHashMap<>();

  private record Remembered(Cancellation cancellation, long untilMillis) {}

  CancellationMemory(Duration window, int most, InstantSource clock) {
    this.windowMillis = window.toMillis();
    this.most = most;
    this.clock = clock;
  }

  /** Remembers one, from the time when it was sent; a time in the future counts as now. */
  synchronized void add(Cancellation cancellation, long sentMillis) {
    long now = clock.millis();
    String id = cancellation.getRequestId();
    byRequest.remove(id);
    byRequest.put(id, new Remembered(cancellation, Math.min(sentMillis, now) + windowMillis));
    Iterator<Remembered> oldest = byRequest.values().iterator();
    while (oldest.hasNext() && (oldest.next().untilMillis < now || byRequest.size() > most)) {
      oldest.remove();
    }
  }

  synchronized Optional<Cancellation> find(String requestId) {
    return Optional.ofNullable(byRequest.get(requestId))
        .filter(remembered -> remembered.untilMillis >= clock.millis())
        .map(Remembered::cancellation);
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.intake.Origin;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The records that this worker has answered, the latest ones. A lost acknowledgement brings a
 * record again whose answer is in the log: it needs no more work. Thread-safe.
 */
final class AnsweredRecords {
  private final int most;
  private final SequencedSet<Key> keys = new LinkedHashSet<>();

  /** The time tells a topic that was made anew from the one before it. */
  private record Key(String place, long timestampMillis) {
    static Key of(Origin origin) {
      return new Key(origin.id(), origin.timestampMillis());
    }
  }

  /**
   * Remembers nothing yet.
   *
   * @param most how many to remember; the oldest are forgotten first
   */
  AnsweredRecords(int most) {
    this.most = most;
  }

  synchronized void add(Origin origin) {
    keys.add(Key.of(origin));
    if (keys.size() > most) {
      keys.removeFirst();
    }
  }

  /**
   * Whether a record has come again after its answer. The attempt does not tell: a broker that
   * crashed counts from 1 again.
   */
  synchronized boolean has(Origin origin) {
    return keys.contains(Key.of(origin));
  }
}

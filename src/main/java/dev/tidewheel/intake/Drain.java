package dev.tidewheel.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to stop, with the time left for what is held. Begins once; thread-safe. */
final class Drain {
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile long deadlineNanos;

  /** Begins, unless it has begun. */
  synchronized void begin(Duration grace) {
    if (!begun()) {
      deadlineNanos = System.nanoTime() + grace.toNanos();
      begun.countDown();
    }
  }

  boolean begun() {
    return begun.getCount() == 0;
  }

  /** Whether it has begun and its grace is over. */
  boolean over() {
    return begun() && System.nanoTime() - deadlineNanos >= 0;
  }

  /** Waits for its beginning, but not longer than given. */
  void awaitBegin(Duration longest) throws InterruptedException {
    boolean unused = begun.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}

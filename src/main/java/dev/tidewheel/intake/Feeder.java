package dev.tidewheel.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a worker from a share group: takes up to k records, hands them over, acknowledges each when
 * it is answered, and takes the next ones when all are.
 *
 * <p>Run it on a thread of its own, virtual or not. A worker's slots are kept full by several
 * feeders, not by one with a large k: only a feeder that holds nothing asks for more. What is held
 * for longer than half the group's lock is locked anew, so a job may take longer than the lock.
 *
 * <p>Broker outages are ridden out. What was held when the connection broke comes again, here or
 * elsewhere, while this worker may still be at it; its acknowledgement is then refused, which is
 * logged and counted. An interrupt ends the feeder at once and gives everything back.
 */
public final class Feeder implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Feeder.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final FeederSettings settings;
  private final Consumer<Delivery> receiver;
  private final FeederListener listener;
  private final Drain drain = new Drain();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * Makes a feeder that has not connected yet.
   *
   * @param settings what to read and how much of it
   * @param receiver takes each record on the feeder's thread, soon returns, and answers later from
   *     any thread
   * @param listener hears how it goes
   */
  public Feeder(FeederSettings settings, Consumer<Delivery> receiver, FeederListener listener) {
    this.settings = settings;
    this.receiver = receiver;
    this.listener = listener;
  }

  /** Feeds until it is drained or interrupted. Runs once. */
  @Override
  public void run() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException(settings.name() + " has run already");
    }
    try {
      feed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      log.error("{} cannot go on", settings.name(), e);
      throw e;
    } finally {
      ended.countDown();
    }
  }

  /**
   * Takes no more records from now on. Held ones may still be answered for a while, then they are
   * handed back and the feeder ends.
   *
   * @param grace how long held records may still be answered
   */
  public void drain(Duration grace) {
    drain.begin(grace);
  }

  /**
   * Waits for the end of {@link #run}.
   *
   * @param patience how long to wait
   * @return whether it has ended
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether {@link #run} has ended, as it should only where it was told to. */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  private void feed() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!drain.begun()) {
      long start = System.nanoTime();
      try (var session = new ShareSession(settings, receiver, listener, drain)) {
        session.feed();
      } catch (InterruptException e) {
        Thread.interrupted();
        throw new InterruptedException();
      } catch (RuntimeException e) {
        boolean ranWell = System.nanoTime() - start > LONGEST_PAUSE.toNanos();
        pause = ranWell ? FIRST_PAUSE : longer(pause);
        log.warn(
            "{} lost its consumer and tries again in {}: {}", settings.name(), pause, e.toString());
        drain.awaitBegin(pause);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}

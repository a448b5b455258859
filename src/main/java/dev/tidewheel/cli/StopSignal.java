package dev.tidewheel.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and SIGTERM as something to wait for, so that a command ends in its own way and with its
 * own exit code. A second signal ends the process at once.
 */
public final class StopSignal {
  private final CountDownLatch raised = new CountDownLatch(1);

  private StopSignal() {}

  /** Takes over both signals for the rest of this process. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    Signal.handle(new Signal("INT"), stop::raise);
    Signal.handle(new Signal("TERM"), stop::raise);
    return stop;
  }

  private void raise(Signal signal) {
    Signal.handle(signal, SignalHandler.SIG_DFL);
    raised.countDown();
  }

  /** Whether it came. */
  public boolean isRaised() {
    return raised.getCount() == 0;
  }

  /** Waits for it. */
  public void await() throws InterruptedException {
    raised.await();
  }

  /** Waits for it for a time; true if it came. */
  public boolean await(Duration duration) throws InterruptedException {
    return raised.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}

package dev.tidewheel.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does one piece of work after the other for one caller.
 *
 * <p>To wake a thread that sleeps takes 50 to 100 microseconds on a virtual machine, for both
 * sides, and the next tick comes sooner than that. So whoever waits stays awake for a while, and
 * lets everybody else have the processor that wants it.
 */
final class Helper implements AutoCloseable {
  /** Longer than most pauses between ticks. */
  private static final long AWAKE_NANOS = 4_000_000;

  private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  Helper(String name) {
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
  }

  /** Begins with a piece of work, where the one before has ended. */
  <T> CompletableFuture<T> begin(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    next.set(
        () -> {
          try {
            answer.complete(work.get());
          } catch (Throwable e) {
            answer.completeExceptionally(e);
          }
        });
    LockSupport.unpark(thread);
    return answer;
  }

  /** Waits until a piece of work has ended, well or not. */
  static void await(CompletableFuture<?> answer) {
    long until = System.nanoTime() + AWAKE_NANOS;
    while (!answer.isDone() && System.nanoTime() - until < 0) {
      giveWay();
    }
    Object _ = answer.handle((done, failure) -> true).join();
  }

  private void loop() {
    long until = System.nanoTime() + AWAKE_NANOS;
    while (!closed) {
      Runnable work = next.getAndSet(null);
      if (work != null) {
        work.run();
        until = System.nanoTime() + AWAKE_NANOS;
      } else if (System.nanoTime() - until < 0) {
        giveWay();
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** Nothing relies on it: where the scheduler does not listen, only time is lost. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

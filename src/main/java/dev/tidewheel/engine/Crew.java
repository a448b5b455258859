package dev.tidewheel.engine;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The threads that evaluate a tick: its images are dealt out among them, and each evaluates its
 * share by itself.
 *
 * <p>Threads that share an operator wait for each other at the end of each one, hundreds of times
 * in an evaluation, and where a waiting thread sleeps, waking it takes longer than most operators
 * do. Threads that share the images wait once. Threads that are left over, since images are fewer,
 * may share operators.
 *
 * <p>For one caller at a time, whose thread does its part.
 */
public final class Crew implements AutoCloseable {
  private final int threads;
  private final List<Helper> helpers = new ArrayList<>();

  /**
   * A crew. Its threads begin when they are first needed, on a GPU never.
   *
   * @param threads its threads, the caller's among them; 1 or more
   */
  public Crew(int threads) {
    this.threads = threads;
  }

  /** Its threads, the caller's among them. */
  public int threads() {
    return threads;
  }

  /** A crew of the threads that evaluations on the CPU may use. */
  public static Crew ofProcess() {
    return new Crew(Devices.threads());
  }

  /** Into how many shares so much is dealt out. A GPU shares by itself, and is handed all. */
  int shares(int count, Device device) {
    return device.isGpu() ? 1 : Math.clamp(count, 1, threads);
  }

  /** Deals out, so that shares differ by one at most and each keeps the order. */
  public <T> List<List<T>> deal(List<T> all, Device device) {
    int hands = shares(all.size(), device);
    List<List<T>> shares = new ArrayList<>();
    for (int hand = 0; hand < hands; hand++) {
      List<T> share = new ArrayList<>();
      for (int i = hand; i < all.size(); i += hands) {
        share.add(all.get(i));
      }
      shares.add(share);
    }
    return shares;
  }

  /**
   * Does one piece of work a share, at once, and waits for all of them.
   *
   * @param work as many as were dealt, at most as many as there are threads; the first is done by
   *     the caller's thread
   * @param each threads that may share an operator of a piece of work
   * @return the answers, in order
   */
  public <T> List<T> together(List<Supplier<T>> work, int each) {
    if (work.size() == 1) {
      return List.of(with(each, work.getFirst()));
    }
    while (helpers.size() < work.size() - 1) {
      helpers.add(new Helper("engine-helper-" + (helpers.size() + 1)));
    }
    List<CompletableFuture<T>> others = new ArrayList<>();
    for (int i = 1; i < work.size(); i++) {
      Supplier<T> share = work.get(i);
      others.add(helpers.get(i - 1).begin(() -> with(each, share)));
    }
    List<T> answers = new ArrayList<>();
    try {
      answers.add(with(each, work.getFirst()));
    } finally {
      others.forEach(Helper::await); // nobody may work on when the caller goes on
    }
    others.forEach(other -> answers.add(other.join()));
    return answers;
  }

  private static <T> T with(int threads, Supplier<T> share) {
    Devices.useThreads(threads);
    return share.get();
  }

  /** Sends the helpers home. */
  @Override
  public void close() {
    helpers.forEach(Helper::close);
  }
}

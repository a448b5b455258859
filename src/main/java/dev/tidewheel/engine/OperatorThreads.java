package dev.tidewheel.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * How many threads share the operators of one share of a tick's images: all that are left over, or
 * one. Which is faster depends on the network: small operators take less time than it takes threads
 * to meet. So both are tried for each load, and the faster one stays.
 */
public final class OperatorThreads {
  /** Of each kind: the first ones are slower, and the fastest counts. */
  private static final int TRIALS = 3;

  private final int threads;
  private final boolean measures;
  private final Map<Load, Trials> loads = new HashMap<>();

  /**
   * What takes about the same time again and again.
   *
   * @param shares pieces that are evaluated at once
   * @param rows what the network sees in all of them
   */
  public record Load(int shares, int rows) {}

  private OperatorThreads(int threads, boolean measures) {
    this.threads = threads;
    this.measures = measures;
  }

  /** Those of a crew, as measurements decide. */
  public static OperatorThreads measured(Crew crew) {
    return new OperatorThreads(crew.threads(), true);
  }

  /** Always all that are left over, so that rounding depends on nothing else. */
  static OperatorThreads fixed(Crew crew) {
    return new OperatorThreads(crew.threads(), false);
  }

  /** How many are to share an operator the next time. */
  public int each(Load load) {
    int most = Math.max(1, threads / load.shares());
    return isKnown(load) ? most : trials(load).next(most);
  }

  /** A load took so long with so many. */
  public void took(Load load, int each, long nanos) {
    if (!isKnown(load)) {
      trials(load).add(each, nanos);
    }
  }

  /** Whether there is nothing left to try. */
  public boolean isSettled(Load load) {
    return isKnown(load) || trials(load).areDone();
  }

  private boolean isKnown(Load load) {
    return !measures || threads / load.shares() <= 1;
  }

  private Trials trials(Load load) {
    return loads.computeIfAbsent(load, _ -> new Trials());
  }

  private static final class Trials {
    private int alone;
    private int together;
    private long fastestAlone = Long.MAX_VALUE;
    private long fastestTogether = Long.MAX_VALUE;

    boolean areDone() {
      return alone >= TRIALS && together >= TRIALS;
    }

    int next(int most) {
      boolean shared = areDone() ? fastestTogether < fastestAlone : together <= alone;
      return shared ? most : 1;
    }

    void add(int each, long nanos) {
      if (areDone()) {
        return;
      }
      if (each == 1) {
        alone++;
        fastestAlone = Math.min(fastestAlone, nanos);
      } else {
        together++;
        fastestTogether = Math.min(fastestTogether, nanos);
      }
    }
  }
}

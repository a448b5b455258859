package dev.tidewheel.bench;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures the network alone between passes, with the engine's batch and with the batch that was
 * fastest; the faster one counts.
 */
final class Yardstick {
  private final Ceiling ceiling;
  private final Watcher watcher;
  private final Set<Integer> batches = new TreeSet<>();
  private double last;

  /**
   * A yardstick.
   *
   * @param batch the engine's batch
   * @param known what all batch sizes have just reached
   */
  Yardstick(Ceiling ceiling, int batch, Map<Integer, Double> known, Watcher watcher) {
    this.ceiling = ceiling;
    this.watcher = watcher;
    Map.Entry<Integer, Double> fastest =
        Collections.max(known.entrySet(), Map.Entry.comparingByValue());
    batches.add(batch);
    batches.add(fastest.getKey());
    this.last = fastest.getValue();
  }

  /** Measures after a pass; what was measured last was before it. */
  Beside beside(Pass pass) throws InterruptedException {
    double before = last;
    watcher.stage("the network beside it", batches.size());
    last = Collections.max(ceiling.evaluationsPerSecond(batches, watcher).values());
    return new Beside(pass, (before + last) / 2);
  }
}

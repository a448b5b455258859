package dev.tidewheel.bench;

import dev.tidewheel.engine.TickReport;

/**
 * Sums over ticks.
 *
 * @param ticks how many evaluated the network
 * @param filled sum of the shares of the batch that were filled in these
 * @param forwardNanos time in the network
 * @param solverNanos time in the rest of these ticks
 * @param waitNanos time between ticks
 * @param asideNanos time of the ticks that read prompts or decoded latents
 */
record TickTotals(
    double ticks,
    double filled,
    double forwardNanos,
    double solverNanos,
    double waitNanos,
    double asideNanos) {
  static final TickTotals NONE = new TickTotals(0, 0, 0, 0, 0, 0);

  TickTotals plus(TickReport tick) {
    double wait = waitNanos + tick.waitNanos();
    return switch (tick.work()) {
      case READING, DECODING ->
          new TickTotals(
              ticks, filled, forwardNanos, solverNanos, wait, asideNanos + tick.forwardNanos());
      case SAMPLING ->
          new TickTotals(
              ticks + 1,
              filled + (double) tick.images().size() / tick.capacity(),
              forwardNanos + tick.forwardNanos(),
              solverNanos + tick.solverNanos(),
              wait,
              asideNanos);
    };
  }

  TickTotals minus(TickTotals earlier) {
    return new TickTotals(
        ticks - earlier.ticks,
        filled - earlier.filled,
        forwardNanos - earlier.forwardNanos,
        solverNanos - earlier.solverNanos,
        waitNanos - earlier.waitNanos,
        asideNanos - earlier.asideNanos);
  }

  /** Mean share of the batch that was filled. */
  double occupancy() {
    return filled / ticks;
  }
}

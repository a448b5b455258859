package dev.tidewheel.bench;

import dev.tidewheel.engine.TickReport;

/**
 * Sums over ticks.
 *
 * @param ticks how many
 * @param filled sum of the shares of the batch that were filled
 * @param forwardNanos time in the network
 * @param solverNanos time in the rest of the ticks
 * @param waitNanos time between ticks
 */
record TickTotals(
    double ticks, double filled, double forwardNanos, double solverNanos, double waitNanos) {
  static final TickTotals NONE = new TickTotals(0, 0, 0, 0, 0);

  TickTotals plus(TickReport tick) {
    return new TickTotals(
        ticks + 1,
        filled + (double) tick.images().size() / tick.capacity(),
        forwardNanos + tick.forwardNanos(),
        solverNanos + tick.solverNanos(),
        waitNanos + tick.waitNanos());
  }

  TickTotals minus(TickTotals earlier) {
    return new TickTotals(
        ticks - earlier.ticks,
        filled - earlier.filled,
        forwardNanos - earlier.forwardNanos,
        solverNanos - earlier.solverNanos,
        waitNanos - earlier.waitNanos);
  }

  /** Mean share of the batch that was filled. */
  double occupancy() {
    return filled / ticks;
  }
}

package dev.tidewheel.bench;

import java.util.List;

/**
 * What it took to draw a workload once.
 *
 * @param workload what was drawn
 * @param nanos from handing over the first image to having the last
 * @param ticks the engine's ticks in that time
 * @param latencies of each image, from its first tick to its pixels, in milliseconds
 */
record Pass(Workload workload, long nanos, TickTotals ticks, List<Double> latencies) {
  private static final double NANOS_PER_SECOND = 1e9;

  Pass {
    latencies = latencies.stream().sorted().toList();
  }

  double imagesPerSecond() {
    return workload.images() * NANOS_PER_SECOND / nanos;
  }

  /** Evaluations that were asked for; what padding adds does not count. */
  double evaluationsPerSecond() {
    return workload.evaluations() * NANOS_PER_SECOND / nanos;
  }

  /** Latency that a share of the images did not exceed (nearest rank), in milliseconds. */
  double latency(double share) {
    return latencies.get((int) Math.max(0, Math.ceil(share * latencies.size()) - 1));
  }

  /** Time that neither a tick nor the wait between two ticks accounts for. */
  double restNanos() {
    return nanos
        - ticks.forwardNanos()
        - ticks.solverNanos()
        - ticks.waitNanos()
        - ticks.asideNanos();
  }

  /** Time that is neither the network's nor that of reading prompts and decoding latents. */
  double overheadNanos() {
    return nanos - ticks.forwardNanos() - ticks.asideNanos();
  }
}

package dev.tidewheel.engine;

import java.time.Instant;
import java.util.List;

/**
 * What one tick did.
 *
 * @param model the model evaluated
 * @param tick its number, from 1
 * @param startedAt when it began
 * @param rows rows that the network saw; a guided image has two
 * @param capacity images that fit
 * @param forwardNanos time in the network
 * @param solverNanos time in the rest of the tick
 * @param waitNanos time since the tick before
 * @param exact whether the split of forward and solver was measured with the device waited for
 * @param images an entry for each image
 */
public record TickReport(
    String model,
    long tick,
    Instant startedAt,
    int rows,
    int capacity,
    long forwardNanos,
    long solverNanos,
    long waitNanos,
    boolean exact,
    List<ImageReport> images) {

  /**
   * One image's part.
   *
   * @param requestId its request
   * @param index which of the request's images
   * @param point what the evaluation gave
   * @param evaluations evaluations of this image so far
   */
  public record ImageReport(String requestId, int index, TracePoint point, int evaluations) {}
}

package dev.tidewheel.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One tick in the making: it may take several evaluations, and is reported as one. */
final class Tick {
  private final long number;
  private final int batch;
  private final long waitNanos;
  private final Instant startedAt = Instant.now();
  private final List<TickReport.ImageReport> images = new ArrayList<>();
  private final List<Active> finished = new ArrayList<>();
  private int rows;
  private long forwardNanos;
  private long totalNanos;
  private boolean exact = true;

  /**
   * A tick that has done nothing yet.
   *
   * @param number its number, from 1
   * @param batch images that take part
   * @param waitNanos time since the tick before
   */
  Tick(long number, int batch, long waitNanos) {
    this.number = number;
    this.batch = batch;
    this.waitNanos = waitNanos;
  }

  int batch() {
    return batch;
  }

  void evaluated(int networkRows, Slab.Figures figures) {
    rows += networkRows;
    forwardNanos += figures.forwardNanos();
    totalNanos += figures.totalNanos();
    exact &= figures.exact();
  }

  void advanced(Active image, TickReport.ImageReport report) {
    images.add(report);
    if (image.isFinished()) {
      finished.add(image);
    }
  }

  /** Images that need no further evaluation. */
  List<Active> finished() {
    return finished;
  }

  TickReport report(String model, int capacity) {
    return new TickReport(
        model,
        number,
        startedAt,
        rows,
        capacity,
        forwardNanos,
        totalNanos - forwardNanos,
        waitNanos,
        exact,
        List.copyOf(images));
  }
}

package dev.tidewheel.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One tick in the making: it may take several calls of a network, and is reported as one. */
final class Tick {
  private final long number;
  private final long waitNanos;
  private final Instant startedAt = Instant.now();
  private final List<TickReport.ImageReport> images = new ArrayList<>();
  private final List<Active> finished = new ArrayList<>();
  private TickReport.Work work = TickReport.Work.SAMPLING;
  private TickReport.Prompts prompts = TickReport.Prompts.NONE;
  private int batch;
  private int rows;
  private long forwardNanos;
  private long totalNanos;
  private boolean exact = true;

  /**
   * A tick that has done nothing yet.
   *
   * @param number its number, from 1
   * @param waitNanos time since the tick before
   */
  Tick(long number, long waitNanos) {
    this.number = number;
    this.waitNanos = waitNanos;
  }

  /** Evaluates so many images. */
  void samples(int images) {
    batch = images;
  }

  int batch() {
    return batch;
  }

  /** Counts the prompts of images that came in. */
  void met(TickReport.Prompts more) {
    prompts = new TickReport.Prompts(prompts.read() + more.read(), prompts.known() + more.known());
  }

  /** Is not for evaluations: it read prompts or decoded images, so many in such a time. */
  void did(TickReport.Work what, int many, long nanos) {
    work = what;
    batch = many;
    rows = many;
    forwardNanos = nanos;
    totalNanos = nanos;
  }

  boolean didNothing() {
    return batch == 0;
  }

  /**
   * Evaluated images.
   *
   * @param networkRows what they were to the network
   * @param forward time in the network, of the share that took longest
   * @param total time in all
   * @param exactly whether the device was waited for between the two
   */
  void evaluated(int networkRows, long forward, long total, boolean exactly) {
    rows += networkRows;
    forwardNanos += forward;
    totalNanos += total;
    exact &= exactly;
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
        work,
        model,
        number,
        startedAt,
        batch,
        rows,
        capacity,
        forwardNanos,
        totalNanos - forwardNanos,
        waitNanos,
        exact,
        prompts,
        List.copyOf(images));
  }
}

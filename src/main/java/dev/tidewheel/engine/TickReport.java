package dev.tidewheel.engine;

import java.time.Instant;
import java.util.List;

/**
 * What one tick did.
 *
 * @param work what it was for
 * @param model the model evaluated
 * @param tick its number, from 1
 * @param startedAt when it began
 * @param batch images that took part, or prompts
 * @param rows rows that the network saw; a guided image has two
 * @param capacity images that fit
 * @param forwardNanos time in the network
 * @param solverNanos time in the rest of the tick
 * @param waitNanos time since the tick before
 * @param exact whether the split of forward and solver was measured with the device waited for
 * @param prompts what became of the prompts of images that came in
 * @param images an entry for each image that was evaluated
 */
public record TickReport(
    Work work,
    String model,
    long tick,
    Instant startedAt,
    int batch,
    int rows,
    int capacity,
    long forwardNanos,
    long solverNanos,
    long waitNanos,
    boolean exact,
    Prompts prompts,
    List<ImageReport> images) {

  /** What a tick is for. */
  public enum Work {
    /** Reading prompts, and encoding pictures to begin with. */
    READING,
    /** Evaluations, one an image. */
    SAMPLING,
    /** Making pixels of latents. */
    DECODING
  }

  /**
   * Prompts that images needed.
   *
   * @param read how many had to be read
   * @param known how many had been read before
   */
  public record Prompts(int read, int known) {
    /** None were needed. */
    public static final Prompts NONE = new Prompts(0, 0);
  }

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

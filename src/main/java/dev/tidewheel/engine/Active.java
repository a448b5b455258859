package dev.tidewheel.engine;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image in a slot: where it stands and how it got there. Used by the engine's thread, and during
 * an evaluation by the one that does its share.
 */
final class Active {
  private final Drawing drawing;
  private final int slot;
  private final NoiseStream noise;
  private final List<TracePoint> trace = new ArrayList<>();
  private Stage stage;

  /** Drawn for an evaluation that has not succeeded yet. */
  private Optional<float[]> freshNoise = Optional.empty();

  private long firstTick;
  private long readingNanos;

  /**
   * An image that has not been evaluated yet.
   *
   * @param noise what is left of its noise after the draws for its first state
   */
  Active(Drawing drawing, int slot, Stage stage, NoiseStream noise) {
    this.drawing = drawing;
    this.slot = slot;
    this.stage = stage;
    this.noise = noise;
  }

  Drawing drawing() {
    return drawing;
  }

  int slot() {
    return slot;
  }

  Stage stage() {
    return stage;
  }

  boolean isFinished() {
    return stage instanceof Finished;
  }

  /** Whether its next evaluation needs the unconditional output too. */
  boolean guided() {
    return stage instanceof Evaluation evaluation && evaluation.guided();
  }

  /** Tells the listener once that the first tick begins. */
  void begin(long now) {
    if (trace.isEmpty() && firstTick == 0) {
      firstTick = now;
      drawing.listener().started();
    }
  }

  /** Noise for its next evaluation: the same draw as often as that is tried. */
  float[] freshNoise(int elements) {
    float[] draw = freshNoise.orElseGet(() -> noise.next(elements));
    freshNoise = Optional.of(draw);
    return draw;
  }

  /** Goes on after an evaluation. */
  TickReport.ImageReport advance(Evaluation evaluation, double rms, long nanos, int batch) {
    Evaluation.Outcome outcome = evaluation.then(rms);
    TracePoint point =
        new TracePoint(
            evaluation.sigma(),
            outcome.span(),
            evaluation.guided(),
            outcome.error(),
            outcome.accepted(),
            nanos,
            batch);
    trace.add(point);
    freshNoise = Optional.empty();
    stage = outcome.next();
    return new TickReport.ImageReport(drawing.requestId(), drawing.index(), point, trace.size());
  }

  /** Its prompts had to be read or a picture encoded for it, which took so long. */
  Active readIn(long nanos) {
    readingNanos = nanos;
    return this;
  }

  /** The end of its way through the engine, with its pixels. */
  Ending drawn(byte[] pixels, ImageShape shape, long lastTick, long decoded) {
    return new Ending.Drawn(
        pixels, shape, trace(), new Ending.Times(firstTick, lastTick, decoded, readingNanos));
  }

  List<TracePoint> trace() {
    return List.copyOf(trace);
  }
}

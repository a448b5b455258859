package dev.tidewheel.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Evaluates a network that reads no prompts on rows that lie in memory, for measurements and
 * calibration: without an engine, but shared among the CPU's threads as the engine shares its
 * images. For one thread at a time.
 */
public final class RowEvaluator implements AutoCloseable {
  private final Network network;
  private final ImageShape shape;
  private final Crew crew = Crew.ofProcess();

  /**
   * An evaluator with threads of its own.
   *
   * @param network what is evaluated
   * @param shape shape of a row's state, C x H x W
   */
  public RowEvaluator(Network network, ImageShape shape) {
    this.network = network;
    this.shape = shape;
  }

  /**
   * What the network sees.
   *
   * @param states N x C x H x W values
   * @param times N times in the network's own unit
   * @param labels N class labels
   */
  public record Rows(float[] states, float[] times, float[] labels) {
    int count() {
      return times.length;
    }

    private Rows between(int from, int to, int elements) {
      return new Rows(
          Arrays.copyOfRange(states, from * elements, to * elements),
          Arrays.copyOfRange(times, from, to),
          Arrays.copyOfRange(labels, from, to));
    }
  }

  /** Evaluates once, and gives N x C x H x W values. */
  public float[] evaluate(Rows rows) {
    List<Supplier<float[]>> work = new ArrayList<>();
    int shares = crew.shares(rows.count(), network.device());
    for (int share = 0; share < shares; share++) {
      int from = share * rows.count() / shares;
      int to = (share + 1) * rows.count() / shares;
      work.add(() -> forward(rows.between(from, to, shape.elements())));
    }
    float[] all = new float[rows.states().length];
    int at = 0;
    for (float[] part : crew.together(work, Math.max(1, crew.threads() / shares))) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private float[] forward(Rows rows) {
    int n = rows.count();
    try (NDManager manager = NDManager.newBaseManager(network.device(), "PyTorch")) {
      return network
          .forward(
              manager.create(
                  rows.states(), new Shape(n, shape.channels(), shape.height(), shape.width())),
              manager.create(rows.times()),
              manager.create(rows.labels()),
              manager.zeros(new Shape(n, 0)))
          .toFloatArray();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    crew.close();
  }
}

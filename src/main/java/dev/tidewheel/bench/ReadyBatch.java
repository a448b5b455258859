package dev.tidewheel.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.Network;
import dev.tidewheel.engine.Prompt;
import java.util.List;

/**
 * A batch that lies ready on the device, to be shown to the network without an engine around it:
 * for measurements. For one thread.
 */
final class ReadyBatch implements AutoCloseable {
  private final Network network;
  private final NDManager manager;
  private final NDList inputs;

  /**
   * Uploads a batch.
   *
   * @param network what will see it
   * @param shape shape of one image's state
   * @param latents N x C x H x W values
   * @param told N times in the network's own unit
   * @param labels N class labels
   * @param prompts what the network reads, N prompts; empty where it reads nothing
   */
  ReadyBatch(
      Network network,
      ImageShape shape,
      float[] latents,
      double[] told,
      double[] labels,
      List<Prompt> prompts) {
    int n = told.length;
    float[] times = new float[n];
    float[] classes = new float[n];
    for (int i = 0; i < n; i++) {
      times[i] = (float) told[i];
      classes[i] = (float) labels[i];
    }
    this.network = network;
    this.manager = NDManager.newBaseManager(network.device(), "PyTorch");
    this.inputs =
        new NDList(
            manager.create(latents, new Shape(n, shape.channels(), shape.height(), shape.width())),
            manager.create(times),
            manager.create(classes),
            texts(prompts, n));
  }

  private NDArray texts(List<Prompt> prompts, int n) {
    return prompts.isEmpty()
        ? manager.zeros(new Shape(n, 0))
        : network.reader().orElseThrow().read(prompts, manager);
  }

  /** Evaluates the network once and waits for the output, N x C x H x W values. */
  float[] evaluate() {
    // What the network makes belongs to the manager of its input, and must not outlive the call.
    try (NDManager call = manager.newSubManager()) {
      inputs.attach(call);
      float[] output =
          network
              .forward(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3))
              .toFloatArray();
      inputs.attach(manager);
      return output;
    }
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    manager.close();
  }
}

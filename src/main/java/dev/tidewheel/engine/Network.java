package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

/** A network as the engine sees it. Called on the engine's thread only. */
public interface Network {
  /** Name of the model that it belongs to. */
  String name();

  /** Where its weights are. */
  Device device();

  /**
   * Evaluates a batch.
   *
   * @param latents float32 [N, C, H, W]; the output belongs to its manager
   * @param times float32 [N], the network's own
   * @param labels float32 [N], class labels; a network without classes ignores them
   * @return float32 [N, C, H, W]
   */
  NDArray forward(NDArray latents, NDArray times, NDArray labels);
}

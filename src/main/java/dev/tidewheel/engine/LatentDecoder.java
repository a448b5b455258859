package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;

/** Turns latents into pictures. Called on the engine's thread only. */
@FunctionalInterface
public interface LatentDecoder {
  /**
   * Decodes a batch.
   *
   * @param latents float32 [N, C, H, W]; the answer belongs to its manager
   * @return float32 [N, channels, height, width], data in [-1, 1]
   */
  NDArray decode(NDArray latents);
}

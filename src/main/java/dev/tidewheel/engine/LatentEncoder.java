package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;

/** Turns pictures into latents. Called on the engine's thread only. */
@FunctionalInterface
public interface LatentEncoder {
  /**
   * Draws latents from what an encoder expects of pictures.
   *
   * @param pictures float32 [N, channels, height, width], data in [-1, 1]; the answer belongs to
   *     its manager
   * @param noise float32 of the latents' shape
   * @return float32 [N, C, H, W]
   */
  NDArray encode(NDArray pictures, NDArray noise);
}

package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A network as the engine sees it. It reads, decodes and encodes on the engine's thread only; on
 * the CPU it may be evaluated by several threads at once.
 */
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
   * @param labels float32 [N], what each is told beside the time: a class, or a guidance scale; a
   *     network that is told nothing ignores them
   * @param texts float32 [N, E], what the reader made of each one's prompt; empty where the
   *     drawings have none
   * @return float32 [N, C, H, W]
   */
  NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts);

  /** What reads prompts; drawings of a network without one have none. */
  default Optional<TextReader> reader() {
    return Optional.empty();
  }

  /** What makes pixels of latents; without one the state is the picture. */
  default Optional<LatentDecoder> decoder() {
    return Optional.empty();
  }

  /** What makes latents of pixels; without one no drawing begins with a picture. */
  default Optional<LatentEncoder> encoder() {
    return Optional.empty();
  }
}

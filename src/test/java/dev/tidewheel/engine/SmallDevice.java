package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;

/** Has memory for a few rows in each evaluation. */
final class SmallDevice extends LinearNetwork {
  private final int most;

  SmallDevice(int most) {
    this.most = most;
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    if (labels.size() > most) {
      throw new EngineException("CUDA out of memory");
    }
    return super.forward(latents, times, labels, texts);
  }
}

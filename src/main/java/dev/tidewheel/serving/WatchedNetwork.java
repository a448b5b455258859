package dev.tidewheel.serving;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.Network;
import java.util.Optional;

/**
 * A network whose answers are looked at: are they numbers? For one thread at a time; what was seen
 * may be asked by any.
 */
public final class WatchedNetwork extends NetworkWithin {
  private volatile boolean finite = true;

  /** Watches a network, which stays the caller's to close. */
  public WatchedNetwork(Network network) {
    super(network);
  }

  /** Whether all answers so far, and all pictures, were finite numbers. */
  public boolean isFinite() {
    return finite;
  }

  private NDArray watched(NDArray answer) {
    try (NDArray nan = answer.isNaN().any();
        NDArray infinite = answer.isInfinite().any()) {
      if (nan.getBoolean() || infinite.getBoolean()) {
        finite = false;
      }
    }
    return answer;
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    return watched(network.forward(latents, times, labels, texts));
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return network.decoder().map(decoder -> latents -> watched(decoder.decode(latents)));
  }
}

package dev.tidewheel.serving;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.LatentEncoder;
import dev.tidewheel.engine.Network;
import dev.tidewheel.engine.TextReader;
import java.util.Optional;

/**
 * A network whose answers are looked at: are they numbers? For one thread at a time; what was seen
 * may be asked by any.
 */
public final class WatchedNetwork implements Network {
  private final Network network;
  private volatile boolean finite = true;

  /** Watches a network, which stays the caller's to close. */
  public WatchedNetwork(Network network) {
    this.network = network;
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
  public String name() {
    return network.name();
  }

  @Override
  public Device device() {
    return network.device();
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    return watched(network.forward(latents, times, labels, texts));
  }

  @Override
  public Optional<TextReader> reader() {
    return network.reader();
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return network.decoder().map(decoder -> latents -> watched(decoder.decode(latents)));
  }

  @Override
  public Optional<LatentEncoder> encoder() {
    return network.encoder();
  }
}

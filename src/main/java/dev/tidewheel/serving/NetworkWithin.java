package dev.tidewheel.serving;

import ai.djl.Device;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.LatentEncoder;
import dev.tidewheel.engine.Network;
import dev.tidewheel.engine.TextReader;
import java.util.Optional;

/** A network around another one, which stays the caller's to close. */
abstract class NetworkWithin implements Network {
  final Network network;

  NetworkWithin(Network network) {
    this.network = network;
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
  public Optional<TextReader> reader() {
    return network.reader();
  }

  @Override
  public Optional<LatentDecoder> decoder() {
    return network.decoder();
  }

  @Override
  public Optional<LatentEncoder> encoder() {
    return network.encoder();
  }
}

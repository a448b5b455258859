package dev.tidewheel.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.engine.LatentDecoder;
import dev.tidewheel.engine.Network;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedNetworkTest {
  /** Answers what it is given. */
  private record Echo() implements Network {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
      return latents;
    }

    @Override
    public Optional<LatentDecoder> decoder() {
      return Optional.of(latents -> latents);
    }
  }

  @Test
  void numbersAreFinite() {
    assertThat(isFinite(0, -1e30f, 3)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void oneThatIsNoneIsSeenAmongMany(float value) {
    assertThat(isFinite(1, value, 2)).isFalse();
  }

  @Test
  void picturesAreLookedAtToo() {
    WatchedNetwork network = new WatchedNetwork(new Echo());
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray unused =
          network.decoder().orElseThrow().decode(manager.create(new float[] {Float.NaN}));
    }
    assertThat(network.isFinite()).isFalse();
  }

  private static boolean isFinite(float... values) {
    WatchedNetwork network = new WatchedNetwork(new Echo());
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray none = manager.create(new float[0]);
      NDArray unused = network.forward(manager.create(values), none, none, none);
    }
    return network.isFinite();
  }
}

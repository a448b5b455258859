package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares autoencoders with what diffusers computed; tools/golden_autoencoder.py makes them. */
class AutoencoderGoldenTest {
  private static final Path GOLDENS = Path.of("src/test/resources/golden/autoencoder");
  private static final double TOLERANCE = 1e-5;

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void decodesLikeDiffusers(Path folder) {
    assertThat(decodingError(folder, Precision.FLOAT32)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void encodesLikeDiffusers(Path folder) {
    assertThat(encodingError(folder, Precision.FLOAT32)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void staysCloseInSixteenBits(Precision precision) {
    double bound = precision == Precision.FLOAT16 ? 0.02 : 0.15;

    assertThat(decodingError(GOLDENS.resolve("flux"), precision)).isBetween(1e-5, bound);
    assertThat(encodingError(GOLDENS.resolve("flux"), precision)).isBetween(1e-5, bound);
  }

  @Test
  void theLatentsDependOnTheNoise() {
    Path folder = GOLDENS.resolve("flux");
    AutoencoderConfig config = config(folder);
    try (Safetensors golden = golden(folder);
        NetworkRun run = run(config, AutoencoderText.encoder(config), folder, Precision.FLOAT32)) {
      NDArray pixels = run.tensor(golden, "pixels");
      NDArray noise = run.tensor(golden, "noise");
      NDArray mean = run.call(pixels, noise.zerosLike()).singletonOrThrow();

      assertThat(NetworkRun.relativeError(mean, run.tensor(golden, "latents"))).isGreaterThan(0.1);
    }
  }

  private static double decodingError(Path folder, Precision precision) {
    AutoencoderConfig config = config(folder);
    try (Safetensors golden = golden(folder);
        NetworkRun run = run(config, AutoencoderText.decoder(config), folder, precision)) {
      NDArray picture = run.call(run.tensor(golden, "z")).singletonOrThrow();
      return NetworkRun.relativeError(picture, run.tensor(golden, "picture"));
    }
  }

  private static double encodingError(Path folder, Precision precision) {
    AutoencoderConfig config = config(folder);
    try (Safetensors golden = golden(folder);
        NetworkRun run = run(config, AutoencoderText.encoder(config), folder, precision)) {
      NDArray pixels = run.tensor(golden, "pixels");
      NDArray latents = run.call(pixels, run.tensor(golden, "noise")).singletonOrThrow();
      return NetworkRun.relativeError(latents, run.tensor(golden, "latents"));
    }
  }

  private static NetworkRun run(
      AutoencoderConfig config, WrittenNetwork network, Path folder, Precision precision) {
    return NetworkRun.load(
        network, AutoencoderText.weights(config), folder.resolve("vae"), precision);
  }

  private static AutoencoderConfig config(Path folder) {
    return AutoencoderConfig.read(folder.resolve("vae/config.json"));
  }

  private static Safetensors golden(Path folder) {
    return Safetensors.open(folder.resolve("golden.safetensors"));
  }
}

package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares FLUX and Stable Diffusion 3 with what diffusers computed; tools/golden_transformers.py
 * makes the files, and sweeps of random options that may stand in for them.
 */
class TransformerGoldenTest {
  private static final Path GOLDENS =
      Path.of(System.getProperty("tidewheel.goldens", "src/test/resources/golden"));

  static List<Path> folders() throws IOException {
    try (Stream<Path> flux = Files.list(GOLDENS.resolve("flux"));
        Stream<Path> sd3 = Files.list(GOLDENS.resolve("sd3"))) {
      return Stream.concat(flux, sd3).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithDiffusers(Path folder) {
    assertThat(error(folder, Precision.FLOAT32, "output")).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void computesInTheTypeOfItsWeightsAsDiffusersDoes(Path folder) {
    assertThat(error(folder, Precision.FLOAT16, "output_float16")).isLessThan(0.005);
    assertThat(error(folder, Precision.BFLOAT16, "output_bfloat16")).isLessThan(0.04);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void givesAPictureAloneWhatItHasInABatch(Path folder) {
    Path transformer = folder.resolve("transformer");
    try (Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        NetworkRun run =
            NetworkRun.load(network(transformer.resolve("config.json")), transformer)) {
      NDArray output = run.tensor(golden, "output");
      for (int i = 0; i < output.size(0); i++) {
        NDIndex row = new NDIndex(i + ":" + (i + 1));
        NDArray[] inputs =
            inputs(run, golden).stream().map(x -> x.get(row)).toArray(NDArray[]::new);
        NDArray alone = run.call(inputs).singletonOrThrow();
        assertThat(NetworkRun.relativeError(alone, output.get(row))).isLessThan(1e-5);
      }
    }
  }

  private static double error(Path folder, Precision precision, String expected) {
    Path transformer = folder.resolve("transformer");
    WrittenNetwork network = network(transformer.resolve("config.json"));
    try (Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        NetworkRun run = NetworkRun.load(network, transformer, precision)) {
      NDArray output = run.call(inputs(run, golden).toArray(NDArray[]::new)).singletonOrThrow();
      return NetworkRun.relativeError(output, run.tensor(golden, expected));
    }
  }

  private static List<NDArray> inputs(NetworkRun run, Safetensors golden) {
    return Stream.of("x", "time", "text", "pooled", "guidance")
        .filter(golden.names()::contains)
        .map(name -> run.tensor(golden, name))
        .toList();
  }

  private static WrittenNetwork network(Path config) {
    return config.startsWith(GOLDENS.resolve("flux"))
        ? FluxText.write(FluxConfig.read(config))
        : Sd3Text.write(Sd3Config.read(config));
  }
}

package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares FLUX with what diffusers computed; tools/golden_transformers.py makes the files. */
class FluxGoldenTest {
  /** A sweep of random options can be put in place of the committed files. */
  private static final Path GOLDENS =
      Path.of(System.getProperty("tidewheel.goldens.flux", "src/test/resources/golden/flux"));

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithDiffusers(Path folder) {
    assertThat(error(folder, Precision.FLOAT32, "output")).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void computesInTheTypeOfItsWeights(Path folder) {
    assertThat(error(folder, Precision.FLOAT16, "output_float16")).isLessThan(0.005);
    assertThat(error(folder, Precision.BFLOAT16, "output_bfloat16")).isLessThan(0.04);
  }

  private static double error(Path folder, Precision precision, String expected) {
    Path transformer = folder.resolve("transformer");
    FluxConfig config = FluxConfig.read(transformer.resolve("config.json"));
    try (Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        NetworkRun run = NetworkRun.load(FluxText.write(config), transformer, precision)) {
      List<String> names = new ArrayList<>(List.of("x", "time", "text", "pooled"));
      if (config.guidance()) {
        names.add("guidance");
      }
      NDArray[] inputs =
          names.stream().map(name -> run.tensor(golden, name)).toArray(NDArray[]::new);
      NDArray output = run.call(inputs).singletonOrThrow();
      double error = NetworkRun.relativeError(output, run.tensor(golden, expected));
      if (Boolean.getBoolean("tidewheel.goldens.print")) {
        System.out.printf("%s %s %.2e%n", folder.getFileName(), precision, error);
      }
      return error;
    }
  }
}

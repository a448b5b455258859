package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares text encoders with transformers; tools/golden_text.py makes the files. */
class TextGoldenTest {
  private static final Path GOLDENS =
      Path.of(System.getProperty("tidewheel.goldens.text", "src/test/resources/golden/text"));

  /** Float16 has 11 bits, bfloat16 has 8; a few layers add their roundings up. */
  private static final double FLOAT32_BOUND = 1e-5;

  private static final double FLOAT16_BOUND = 0.01;
  private static final double BFLOAT16_BOUND = 0.08;

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithTransformers(Path folder) {
    assertThat(error(folder, Precision.FLOAT32)).isLessThan(FLOAT32_BOUND);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void staysNearInHalfPrecision(Path folder) {
    assertThat(error(folder, Precision.FLOAT16)).isBetween(1e-5, FLOAT16_BOUND);
    assertThat(error(folder, Precision.BFLOAT16)).isBetween(1e-4, BFLOAT16_BOUND);
  }

  /** The worst error of all that an encoder answers. */
  private static double error(Path folder, Precision precision) {
    JsonObject golden = JsonObject.read(folder.resolve("golden.json"));
    Path checkpoint = folder.resolve("text_encoder");
    Path config = checkpoint.resolve("config.json");
    int skip = golden.integer("skip", 0, 0, 100);
    return switch (golden.text("class", "")) {
      case "T5EncoderModel" ->
          error(folder, T5Text.write(T5Config.read(config)), precision, "output");
      case "CLIPTextModel" -> error(folder, ClipConfig.read(config), skip, precision);
      default -> error(folder, ClipConfig.readWithProjection(config), skip, precision);
    };
  }

  private static double error(Path folder, ClipConfig config, int skip, Precision precision) {
    return Stream.of(
            error(folder, config, ClipText.States.LAST, precision, "output"),
            error(folder, config, new ClipText.States(skip, false), precision, "skipped"),
            error(folder, config, new ClipText.States(skip, true), precision, "skipped_norm"))
        .max(Double::compare)
        .orElseThrow();
  }

  private static double error(
      Path folder, ClipConfig config, ClipText.States states, Precision precision, String name) {
    return error(folder, ClipText.write(config, states), precision, name, "pooled");
  }

  private static double error(
      Path folder, WrittenNetwork network, Precision precision, String... names) {
    try (NetworkRun run = NetworkRun.load(network, folder.resolve("text_encoder"), precision);
        Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"))) {
      NDList found = run.call(run.integers(golden, "tokens"));
      assertThat(found).hasSize(names.length);
      double worst = 0;
      for (int i = 0; i < names.length; i++) {
        NDArray expected = run.tensor(golden, names[i]);
        worst = Math.max(worst, NetworkRun.relativeError(found.get(i), expected));
      }
      return worst;
    }
  }
}

package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the published transformers in full width, with few blocks and random weights. */
class FullWidthIT {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"flux1-dev", "flux1-schnell"})
  void fluxRunsWithOneBlockOfEachKind(String model) throws IOException {
    Path file = shallow(model, "\"num_layers\": 1", "\"num_single_layers\": 1");
    FluxConfig config = FluxConfig.read(file);
    try (NetworkRun run = NetworkRun.random(FluxText.write(config))) {
      NDArray x = run.normal(1, config.channels(), HEIGHT, WIDTH);
      NDArray time = run.normal(1).abs();
      NDArray pooled = run.normal(1, config.pooledWidth());

      NDArray[] two = new NDArray[2];
      for (int i = 0; i < two.length; i++) {
        NDArray text = run.normal(1, 5, config.textWidth());
        two[i] =
            (config.guidance()
                    ? run.call(x, time, text, pooled, run.normal(1).abs())
                    : run.call(x, time, text, pooled))
                .singletonOrThrow();
      }

      assertLively(two[0], two[1], x);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd3-medium", "sd35-large", "sd35-medium"})
  void stableDiffusion3RunsWithAWholeBlockAndTheLast(String model) throws IOException {
    Sd3Config config = Sd3Config.read(shallow(model, "\"num_layers\": 2"));
    try (NetworkRun run = NetworkRun.random(Sd3Text.write(config))) {
      NDArray x = run.normal(1, config.channels(), HEIGHT, WIDTH);
      NDArray time = run.normal(1).abs().mul(1000);
      NDArray pooled = run.normal(1, config.pooledWidth());

      NDArray first = run.call(x, time, run.normal(1, 5, config.textWidth()), pooled).head();
      NDArray second = run.call(x, time, run.normal(1, 5, config.textWidth()), pooled).head();

      assertLively(first, second, x);
    }
  }

  private static void assertLively(NDArray first, NDArray second, NDArray x) {
    assertThat(first.getShape()).isEqualTo(x.getShape());
    assertThat(first.isInfinite().any().getBoolean() || first.isNaN().any().getBoolean()).isFalse();
    assertThat(first.square().mean().getFloat()).isBetween(0.01f, 100f);
    assertThat(first.sub(second).square().mean().getFloat()).isGreaterThan(1e-4f);
  }

  private Path shallow(String model, String... depths) throws IOException {
    String json =
        Files.readString(
            Path.of("src/test/resources/configs").resolve(model + "/transformer/config.json"));
    for (String depth : depths) {
      String key = depth.substring(0, depth.indexOf(':'));
      json = json.replaceFirst(key + ": \\d+", depth);
    }
    return Files.writeString(folder.resolve("config.json"), json);
  }
}

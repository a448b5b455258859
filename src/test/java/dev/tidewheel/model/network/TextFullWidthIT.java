package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the published text encoders in full width, with one layer and random weights. */
class TextFullWidthIT {
  private static final int LENGTH = 77;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sd3-medium/text_encoder", "sd3-medium/text_encoder_2"})
  void clipRunsWithOneLayer(String encoder) throws IOException {
    ClipConfig config = ClipConfig.readWithProjection(shallow(encoder, "num_hidden_layers"));

    try (NetworkRun run = NetworkRun.random(ClipText.write(config, ClipText.States.LAST))) {
      var answer = run.call(tokens(run));

      assertLively(answer.get(0), LENGTH, config.width());
      assertLively(answer.get(1), config.projection().orElseThrow());
    }
  }

  @Test
  void t5RunsWithOneLayer() throws IOException {
    T5Config config = T5Config.read(shallow("flux1-dev/text_encoder_2", "num_layers"));

    try (NetworkRun run = NetworkRun.random(T5Text.write(config))) {
      assertLively(run.call(tokens(run)).singletonOrThrow(), LENGTH, config.width());
    }
  }

  private static NDArray tokens(NetworkRun run) {
    return run.normal(2, LENGTH).abs().mul(1000).toType(DataType.INT64, true);
  }

  private static void assertLively(NDArray answer, long... shape) {
    NDArray first = answer.get(0);
    assertThat(first.getShape().getShape()).isEqualTo(shape);
    assertThat(answer.isInfinite().any().getBoolean() || answer.isNaN().any().getBoolean())
        .isFalse();
    assertThat(first.square().mean().getFloat()).isBetween(0.01f, 100f);
    assertThat(first.sub(answer.get(1)).square().mean().getFloat()).isGreaterThan(1e-4f);
  }

  private Path shallow(String encoder, String depth) throws IOException {
    Path published = Path.of("src/test/resources/configs", encoder, "config.json");
    String json =
        Files.readString(published).replaceFirst("\"" + depth + "\": \\d+", "\"" + depth + "\": 1");
    return Files.writeString(folder.resolve("config.json"), json);
  }
}

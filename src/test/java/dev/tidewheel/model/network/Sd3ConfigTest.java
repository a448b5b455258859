package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sd3ConfigTest {
  @TempDir private Path folder;

  /** The counts are what diffusers builds; tools/golden_transformers.py sd3 --count prints them. */
  @ParameterizedTest
  @CsvSource({
    "sd3-medium, 2028328000, 384",
    "sd35-large, 8056627520, 384",
    "sd35-medium, 2243171520, 768"
  })
  void writesThePublishedModelsInFullDepth(String model, long parameters, int largestSize) {
    Path configs = Path.of("src/test/resources/configs");
    Sd3Config config = Sd3Config.read(configs.resolve(model + "/transformer/config.json"));

    WrittenNetwork network = Sd3Text.write(config);

    assertThat(network.parameters()).isEqualTo(parameters);
    assertThat(config.largestSize()).isEqualTo(largestSize);
    NetworkRun.compile(network);
  }

  @Test
  void takesAbsentKeysAsDiffusersDoes() throws IOException {
    Sd3Config config = read("{}");

    assertThat(Sd3Text.write(config).parameters()).isEqualTo(856_159_552L);
    assertThat(config.largestSize()).isEqualTo(192);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"in_channels\": 32 | text-to-image",
        "\"caption_projection_dim\": 1536 | caption_projection_dim",
        "\"qk_norm\": \"layer_norm\" | qk_norm",
        "\"pos_embed_max_size\": null | pos_embed_max_size",
        "\"dual_attention_layers\": [-1] | dual_attention_layers",
        "\"quantization_config\": {\"load_in_4bit\": true} | 16 or 32 bits",
        "\"_class_name\": \"DiTTransformer2DModel\" | _class_name",
        "\"pos_embed_type\": null | pos_embed_type"
      })
  void refusesWhatIsNotSupportedByName(String option, String named) {
    assertThatThrownBy(() -> read("{" + option + "}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  private Sd3Config read(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, json);
    return Sd3Config.read(file);
  }
}

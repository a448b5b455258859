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

class FluxConfigTest {
  @TempDir private Path folder;

  /**
   * The counts are what diffusers builds; tools/golden_transformers.py flux --count prints them.
   */
  @ParameterizedTest
  @CsvSource({"flux1-dev, 11901408320, true", "flux1-schnell, 11891178560, false"})
  void writesThePublishedModelsInFullDepth(String model, long parameters, boolean guidance) {
    Path configs = Path.of("src/test/resources/configs");
    FluxConfig config = FluxConfig.read(configs.resolve(model + "/transformer/config.json"));

    WrittenNetwork network = FluxText.write(config);

    assertThat(config.guidance()).isEqualTo(guidance);
    assertThat(network.parameters()).isEqualTo(parameters);
    NetworkRun.compile(network);
  }

  @Test
  void takesAbsentKeysAsDiffusersDoes() throws IOException {
    FluxConfig config = read("{}");

    assertThat(FluxText.write(config).parameters()).isEqualTo(11_891_178_560L);
    assertThat(config.channels()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"in_channels\": 384, \"out_channels\": 64 | text-to-image",
        "\"in_channels\": 6 | in_channels",
        "\"axes_dims_rope\": [16, 56] | axes_dims_rope",
        "\"axes_dims_rope\": [16, 55, 57] | axes_dims_rope",
        "\"attention_head_dim\": 64 | attention_head_dim",
        "\"patch_size\": 2 | patch_size",
        "\"quantization_config\": {\"load_in_4bit\": true} | 16 or 32 bits",
        "\"_class_name\": \"Flux2Transformer2DModel\" | _class_name",
        "\"timestep_guidance_channels\": 256 | timestep_guidance_channels"
      })
  void refusesWhatIsNotSupportedByName(String option, String named) {
    assertThatThrownBy(() -> read("{" + option + "}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  private FluxConfig read(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, json);
    return FluxConfig.read(file);
  }
}

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

class UNet2DConditionConfigTest {
  @TempDir private Path folder;

  /** The counts are what diffusers builds; tools/golden_unet_condition.py --count prints them. */
  @ParameterizedTest
  @CsvSource({
    "sd15, 859520964, 768, false",
    "sd21, 865910724, 1024, false",
    "lcm-dreamshaper-v7, 859602884, 768, true"
  })
  void writesThePublishedModelsInFullDepth(
      String model, long parameters, int textWidth, boolean guidance) {
    Path file = Path.of("src/test/resources/configs", model, "unet/config.json");
    UNet2DConditionConfig config = UNet2DConditionConfig.read(file);

    WrittenNetwork network = UNet2DConditionText.write(config);

    assertThat(network.parameters()).isEqualTo(parameters);
    assertThat(config.textWidth()).isEqualTo(textWidth);
    assertThat(config.guidanceWidth().isPresent()).isEqualTo(guidance);
    NetworkRun.compile(network);
  }

  @Test
  void takesAbsentKeysAsDiffusersDoes() throws IOException {
    UNet2DConditionConfig config = read("{\"sample_size\": [64, 48]}");

    assertThat(UNet2DConditionText.write(config).parameters()).isEqualTo(872_300_484L);
    assertThat(config.height()).isEqualTo(64);
    assertThat(config.width()).isEqualTo(48);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"_class_name\": \"UNet2DModel\" | _class_name",
        "\"addition_embed_type\": \"text_time\" | addition_embed_type",
        "\"class_embed_type\": \"timestep\" | class_embed_type",
        "\"num_class_embeds\": 1000 | num_class_embeds",
        "\"encoder_hid_dim\": 512 | encoder_hid_dim",
        "\"dual_cross_attention\": true | dual_cross_attention",
        "\"num_attention_heads\": 8 | num_attention_heads",
        "\"attention_type\": \"gated\" | attention_type",
        "\"in_channels\": 9 | text-to-image",
        "\"attention_head_dim\": [5, 10] | attention_head_dim",
        "\"cross_attention_dim\": [64, 64, 64, 32] | cross_attention_dim",
        "\"mid_block_type\": \"UNetMidBlock2DSimpleCrossAttn\" | UNetMidBlock2DCrossAttn",
        "\"up_block_types\": [\"UpBlock2D\"] | up_block_types",
        "\"transformer_layers_per_block\": [[1], [2], [2], [1]] | transformer_layers_per_block",
        "\"conv_in_kernel\": 4 | conv_in_kernel",
        "\"only_cross_attention\": [0, 1, 0, 1] | only_cross_attention",
        "\"fourier\": 4 | fourier"
      })
  void refusesWhatIsNotSupportedByName(String option, String named) {
    assertThatThrownBy(() -> read("{\"sample_size\": 64, " + option + "}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesMoreHeadsThanChannels() throws IOException {
    UNet2DConditionConfig config = read("{\"sample_size\": 64, \"attention_head_dim\": 400}");

    assertThatThrownBy(() -> UNet2DConditionText.write(config))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("400 heads are more than the 320 channels");
  }

  private UNet2DConditionConfig read(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, json);
    return UNet2DConditionConfig.read(file);
  }
}

package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderConfigTest {
  @TempDir private Path folder;

  /** The counts are what diffusers builds; tools/golden_autoencoder.py --count prints them. */
  @ParameterizedTest
  @CsvSource({
    "sd15, 83653863, 4",
    "sd21, 83653863, 4",
    "sd3-medium, 83819683, 16",
    "sd35-large, 83819683, 16",
    "flux1-dev, 83819683, 16",
    "flux1-schnell, 83819683, 16"
  })
  void writesThePublishedModels(String model, long parameters, int channels) {
    Path configs = Path.of("src/test/resources/configs");
    AutoencoderConfig config = AutoencoderConfig.read(configs.resolve(model + "/vae/config.json"));

    assertThat(AutoencoderText.weights(config).stream().mapToLong(TensorSpec::elements).sum())
        .isEqualTo(parameters);
    assertThat(config.latentChannels()).isEqualTo(channels);
    assertThat(config.sizeFactor()).isEqualTo(8);
    NetworkRun.compile(AutoencoderText.decoder(config));
    NetworkRun.compile(AutoencoderText.encoder(config));
  }

  @Test
  void takesAbsentKeysAsDiffusersDoes() throws IOException {
    AutoencoderConfig config = read("{}");

    assertThat(AutoencoderText.weights(config).stream().mapToLong(TensorSpec::elements).sum())
        .isEqualTo(563_175);
    assertThat(config.scale()).isEqualTo(0.18215);
    assertThat(config.shift()).isZero();
    assertThat(config.sizeFactor()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"_class_name\": \"AutoencoderDC\" | _class_name",
        "\"in_channels\": 4 | out_channels",
        "\"block_out_channels\": [32, 64] | down_block_types",
        "\"up_block_types\": [\"UpBlock2D\"] | UpDecoderBlock2D",
        "\"latents_mean\": [0.5, 0.5, 0.5, 0.5] | latents_mean",
        "\"scaling_factor\": 0 | scaling_factor",
        "\"act_fn\": \"geglu\" | act_fn",
        "\"patch_size\": 2 | patch_size"
      })
  void refusesWhatIsNotSupportedByName(String option, String named) {
    assertThatThrownBy(() -> read("{" + option + "}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesGroupsThatDoNotDivideTheChannels() throws IOException {
    AutoencoderConfig config = read("{\"block_out_channels\": [48]}");

    assertThatThrownBy(() -> AutoencoderText.decoder(config))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("32 groups do not divide the 48 channels");
  }

  private AutoencoderConfig read(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, json);
    return AutoencoderConfig.read(file);
  }
}

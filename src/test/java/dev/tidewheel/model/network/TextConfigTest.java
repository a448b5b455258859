package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextConfigTest {
  @TempDir private Path folder;

  /** The counts are what transformers builds; tools/golden_text.py --count prints them. */
  @ParameterizedTest
  @CsvSource({
    "flux1-dev/text_encoder, 123060480",
    "flux1-dev/text_encoder_2, 4762310656",
    "sd15/text_encoder, 123060480",
    "sd21/text_encoder, 340387840",
    "sd3-medium/text_encoder, 123650304",
    "sd3-medium/text_encoder_2, 694659840",
    "sd3-medium/text_encoder_3, 4762310656"
  })
  void writesThePublishedEncodersInFullDepth(String encoder, long parameters) {
    WrittenNetwork network =
        published(Path.of("src/test/resources/configs", encoder, "config.json"));

    assertThat(network.parameters()).isEqualTo(parameters);
    NetworkRun.compile(network);
  }

  private static WrittenNetwork published(Path config) {
    String kind =
        JsonObject.read(config).texts("architectures", List.of()).stream().findFirst().orElse("");
    return switch (kind) {
      case "T5EncoderModel" -> T5Text.write(T5Config.read(config));
      case "CLIPTextModel" -> ClipText.write(ClipConfig.read(config), ClipText.States.LAST);
      default -> ClipText.write(ClipConfig.readWithProjection(config), ClipText.States.LAST);
    };
  }

  @Test
  void takesAbsentKeysAsTransformersDoes() throws IOException {
    Path file = write("{}");

    var plain = ClipText.write(ClipConfig.read(file), ClipText.States.LAST);
    var projected = ClipText.write(ClipConfig.readWithProjection(file), ClipText.States.LAST);
    var t5 = T5Text.write(T5Config.read(file));

    assertThat(plain.parameters()).isEqualTo(63_165_952);
    assertThat(projected.parameters()).isEqualTo(63_428_096);
    assertThat(t5.parameters()).isEqualTo(35_330_816);
    assertThat(ClipConfig.read(file).endToken()).hasValue(49_407);
  }

  @Test
  void theSecondNameOfT5sActivationWins() throws IOException {
    var config =
        T5Config.read(write("{\"feed_forward_proj\": \"relu\", \"dense_act_fn\": \"gelu\"}"));

    assertThat(config.activation()).isEqualTo(TransformersActivation.GELU);
    assertThat(config.gated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hidden_act\": \"mish\" | hidden_act",
        "\"num_attention_heads\": 7 | hidden_size",
        "\"model_type\": \"clip\" | model_type",
        "\"hidden_size\": 0 | hidden_size",
        "\"eos_token_id\": [1, 2] | eos_token_id",
        "\"quantization_config\": {} | quantization_config"
      })
  void refusesWhatClipDoesNotKnowByName(String option, String named) {
    assertThatThrownBy(() -> ClipConfig.read(write("{" + option + "}")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"feed_forward_proj\": \"gated-mish\" | feed_forward_proj",
        "\"dense_act_fn\": \"mish\" | dense_act_fn",
        "\"model_type\": \"umt5\" | model_type",
        "\"is_decoder\": true | is_decoder",
        "\"relative_attention_max_distance\": 8 | relative_attention_max_distance",
        "\"layers\": 3 | layers"
      })
  void refusesWhatT5DoesNotKnowByName(String option, String named) {
    assertThatThrownBy(() -> T5Config.read(write("{" + option + "}")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesToSkipMoreLayersThanThereAre() throws IOException {
    var config = ClipConfig.read(write("{\"num_hidden_layers\": 2}"));

    assertThat(ClipText.write(config, new ClipText.States(2, false)).weights()).isNotEmpty();
    assertThatThrownBy(() -> ClipText.write(config, new ClipText.States(3, false)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("2 layers");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json);
  }
}

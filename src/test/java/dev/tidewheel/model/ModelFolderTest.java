package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.network.UNet2DConfig;
import dev.tidewheel.model.network.UNet2DText;
import dev.tidewheel.model.pipeline.ClassLabels;
import dev.tidewheel.model.pipeline.SamplingDefaults;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.schedule.FlowMatchEulerSchedule;
import dev.tidewheel.sampling.schedule.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
  @TempDir private Path temp;

  @Test
  void describesAModel() throws IOException {
    ModelDescription model = read(golden("classes"));

    assertThat(model)
        .returns("FlowMatchPipeline", ModelDescription::pipeline)
        .returns("UNet2DModel", ModelDescription::network)
        .returns(1, described -> described.frame().channels())
        .returns(16, ModelDescription::height)
        .returns(16, ModelDescription::width)
        .returns(2, described -> described.frame().sizeMultiple())
        .returns(0.0, described -> described.blueprint().toldForZero())
        .returns(SamplingDefaults.NONE, ModelDescription::defaults)
        .returns(48_721L, ModelDescription::parameters);
    Parametrisation trained = model.recipe().parametrisation();
    assertThat(trained.prediction()).isEqualTo(DirectPrediction.VELOCITY);
    assertThat(trained.networkTime(Level.ofShare(0.25))).isEqualTo(250);
  }

  @Test
  void takesHeightAndWidthInTheirOrder() throws IOException {
    ModelDescription model = read(golden("rgb-not-square"));

    assertThat(
            List.of(
                model.frame().channels(),
                model.height(),
                model.width(),
                model.frame().sizeMultiple()))
        .containsExactly(3, 8, 24, 4);
  }

  @Test
  void keepsTheLastEmbeddingForNoClass() throws IOException {
    ClassLabels classes = read(golden("classes")).classes();

    assertThat(classes).isEqualTo(new ClassLabels.Table(10, 10, List.of()));
    assertThat(classes.accepts(9)).isTrue();
    assertThat(classes.accepts(10)).isFalse();
    assertThat(classes.accepts(-1)).isFalse();
  }

  @Test
  void takesAnyNumberWhereTheLabelIsEmbeddedLikeATime() throws IOException {
    assertThat(read(golden("odd-width")).classes()).isEqualTo(new ClassLabels.Number(0));
  }

  @Test
  void takesNoZeroWhereTheEmbeddingIsALogarithm() throws IOException {
    ModelDescription model = read(golden("fourier"));

    assertThat(model.classes()).isEqualTo(new ClassLabels.Number(1));
    Recipe recipe = model.recipe();
    assertThat(recipe.parametrisation().networkTime(Level.DATA)).isEqualTo(1);
    assertThat(recipe.parametrisation().networkTime(Level.ofShare(0.0002)))
        .isCloseTo(0.2, within(1e-9));
  }

  @Test
  void refusesAScheduleThatVisitsTimeZeroWhereTheEmbeddingIsALogarithm() throws IOException {
    Path file = temp.resolve("leading.json");
    Files.writeString(file, "{\"_class_name\": \"DDIMScheduler\"}");
    Recipe recipe = read(golden("fourier")).scheduledBy(file).recipe();

    assertThatThrownBy(() -> recipe.schedule().lay(10, recipe.parametrisation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visits time 0");
  }

  @Test
  void takesNoLabelWhereThereIsNoEmbedding() throws IOException {
    assertThat(read(golden("no-middle")).classes()).isEqualTo(new ClassLabels.None());
  }

  @Test
  void readsWhatTidewheelJsonProposes() throws IOException {
    GoldenFolder folder =
        golden("half")
            .tidewheel(
                """
                {"description": "Two things.", "classes": ["one", "other"],
                 "sampling": {"steps": 10, "minSteps": 4, "maxSteps": 40, "tolerance": 0.01, "solver": "ab2",
                              "schedule": "shifted", "shift": 2, "guidance": 1.5, "trueGuidance": 3, "width": 32, "height": 24,
                              "maxSequenceLength": 16}}
                """);
    ModelDescription model = read(folder);

    assertThat(model.about()).isEqualTo("Two things.");
    assertThat(model.classes()).isEqualTo(new ClassLabels.Table(2, 2, List.of("one", "other")));
    assertThat(model.defaults())
        .isEqualTo(
            new SamplingDefaults(
                OptionalInt.of(10),
                OptionalDouble.of(0.01),
                OptionalInt.of(4),
                OptionalInt.of(40),
                Optional.of("ab2"),
                Optional.of("shifted"),
                OptionalDouble.of(2),
                OptionalDouble.of(1.5),
                OptionalDouble.of(3),
                OptionalInt.of(32),
                OptionalInt.of(24),
                OptionalInt.of(16)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'clases': []}                  | unknown option clases",
        "{'sampling': {'stepz': 3}}      | unknown option sampling.stepz",
        "{'sampling': {'steps': 0}}      | sampling.steps = 0 is not a whole number from 1",
        "{'sampling': {'tolerance': 0}}  | sampling.tolerance = 0 is not above 0",
        "{'sampling': {'guidance': NaN}} | sampling.guidance = \"NaN\" is not a finite number",
        "{'classes': ['one']}            | classes has 1 names, but the model has 2 classes",
        "{'classes': 'one'}              | classes = \"one\" is not a list of strings",
        "[]                              | not a JSON object",
      })
  void refusesAWrongTidewheelJson(String json, String what) throws IOException {
    assertRefused(golden("half").tidewheel(json.replace('\'', '"')), "tidewheel.json", what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unet      | ['diffusers', 'UNet2DConditionModel'] | _class_name = \"FlowMatchPipeline\" is not supported",
        "unet      | ['transformers', 'UNet2DModel']       | unet",
        "scheduler | ['diffusers', 'DEISMultistepScheduler'] | DEISMultistepScheduler",
        "vae       | ['diffusers', 'AutoencoderKL']        | vae",
        "widget    | 3                                     | widget = 3 is not supported",
      })
  void refusesAnotherPipeline(String key, String value, String what) throws IOException {
    assertRefused(
        golden("half").set("model_index.json", key, value.replace('\'', '"')),
        "model_index.json",
        what);
  }

  @Test
  void passesOverComponentsThatAreAbsent() throws IOException {
    GoldenFolder folder =
        golden("half")
            .set("model_index.json", "vae", "[null, null]")
            .set("model_index.json", "_name", "1");

    assertThat(read(folder).frame().channels()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "use_dynamic_shifting    | true            | use_dynamic_shifting = true needs a pipeline",
        "time_shift_type         | 'square'        | time_shift_type",
        "use_karras_sigmas       | 'yes'           | use_karras_sigmas = \"yes\" is not true or false",
        "shift                   | 0               | shift = 0 is not above 0",
        "shift                   | null            | shift = null is not a finite number",
        "shift                   | Infinity        | shift",
        "shift_terminal          | 1.5             | shift_terminal = 1.5 is not from 0 to 1",
        "num_train_timesteps     | 0               | num_train_timesteps",
        "spacing_of_next_year    | 3               | unknown option spacing_of_next_year",
      })
  void refusesSchedulerOptionsByName(String key, String value, String what) throws IOException {
    assertRefused(
        golden("half").set("scheduler/scheduler_config.json", key, value.replace('\'', '"')),
        "scheduler_config.json",
        what);
  }

  @Test
  void readsSchedulerOptions() throws IOException {
    GoldenFolder folder =
        golden("half")
            .set("scheduler/scheduler_config.json", "shift", "3.0")
            .set("scheduler/scheduler_config.json", "use_karras_sigmas", "true")
            .set("scheduler/scheduler_config.json", "shift_terminal", "0.1");

    assertThat(read(folder).recipe().schedule())
        .isEqualTo(
            new FlowMatchEulerSchedule(
                3,
                FlowMatchEulerSchedule.shiftedTwice(3, 1000),
                Spacing.KARRAS,
                OptionalDouble.of(0.1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "_class_name            | 'UNet1DModel'                             | _class_name = \"UNet1DModel\" is not supported",
        "act_fn                 | 'tanh'                                    | act_fn = \"tanh\" is not supported",
        "time_embedding_type    | 'learned'                                 | time_embedding_type = \"learned\" is not supported",
        "class_embed_type       | 'identity'                                | class_embed_type = \"identity\" is not supported",
        "resnet_time_scale_shift| 'spatial'                                 | resnet_time_scale_shift",
        "mid_block_type         | 'UNetMidBlock2DCrossAttn'                 | mid_block_type",
        "downsample_type        | 'fir'                                     | downsample_type",
        "upsample_type          | 'fir'                                     | upsample_type",
        "downsample_padding     | 2                                         | downsample_padding",
        "down_block_types       | ['DownBlock2D', 'SkipDownBlock2D']        | block type SkipDownBlock2D, which is not supported",
        "up_block_types         | ['UpBlock2D', 'CrossAttnUpBlock2D']       | block type CrossAttnUpBlock2D",
        "up_block_types         | ['UpBlock2D']                             | another length than block_out_channels",
        "up_block_types         | ['UpBlock2D', 3]                          | is not a list of strings",
        "block_out_channels     | []                                        | has not 1 to 12 levels",
        "block_out_channels     | [4,4,4,4,4,4,4,4,4,4,4,4,4]               | has not 1 to 12 levels",
        "block_out_channels     | [8, 0]                                    | block_out_channels",
        "block_out_channels     | [8, 10]                                   | 4 groups do not divide the 10 channels",
        "attention_head_dim     | 32                                        | attention_head_dim = 32 is more than the 16 channels",
        "layers_per_block       | 1000000000                                | layers_per_block",
        "norm_eps               | -1                                        | norm_eps",
        "norm_num_groups        | null                                      | norm_num_groups",
        "mid_block_scale_factor | 0                                         | mid_block_scale_factor",
        "out_channels           | 2                                         | out_channels = 2",
        "sample_size            | null                                      | sample_size = null gives no size",
        "sample_size            | 17                                        | sample_size = 17 is not a multiple of 2",
        "sample_size            | [16, 16, 16]                              | sample_size",
        "num_class_embeds       | 0                                         | num_class_embeds",
        "freq_shift             | 4                                         | freq_shift",
        "encoder_hid_dim        | null                                      | unknown option encoder_hid_dim",
      })
  void refusesNetworkOptionsByName(String key, String value, String what) throws IOException {
    assertRefused(
        golden("classes").set("unet/config.json", key, value.replace('\'', '"')),
        "config.json",
        what);
  }

  @Test
  void acceptsTheNamesOfEarlyReleases() throws IOException {
    GoldenFolder folder =
        golden("no-middle")
            .set(
                "unet/config.json",
                "down_block_types",
                "[\"UNetResDownBlock2D\", \"UNetResAttnDownBlock2D\"]");

    assertThat(read(folder).parameters()).isEqualTo(31_305);
  }

  @Test
  void takesAbsentOptionsForDiffusersDefaults() throws IOException {
    Path file = Files.writeString(temp.resolve("config.json"), "{\"sample_size\": 32}");
    UNet2DConfig config = UNet2DConfig.read(file);

    assertThat(config.widths()).containsExactly(224, 448, 672, 896);
    assertThat(config.timeWidth()).isEqualTo(896);
    // As UNet2DModel(sample_size=32).num_parameters() says.
    assertThat(UNet2DText.write(config).parameters()).isEqualTo(274_056_163);
  }

  @Test
  void refusesAConfigurationThatIsAbsent() throws IOException {
    GoldenFolder folder = golden("half");
    Files.delete(folder.config());

    assertRefused(folder, "config.json", "cannot be read");
  }

  @Test
  void refusesAFolderThatIsNone() {
    assertRefused(new GoldenFolder(temp.resolve("absent")), "absent", "is no folder");
  }

  @Test
  void refusesAKeyThatIsThereTwice() throws IOException {
    GoldenFolder folder = golden("half");
    Files.writeString(
        folder.config(),
        Files.readString(folder.config()).replaceFirst("\\{", "{\"act_fn\": \"mish\","));

    assertRefused(folder, "config.json", "Duplicate field 'act_fn'");
  }

  private GoldenFolder golden(String name) throws IOException {
    return GoldenFolder.copy(name, temp.resolve("model"));
  }

  private static ModelDescription read(GoldenFolder folder) {
    return ModelFolder.read(folder.path()).description();
  }

  private static void assertRefused(GoldenFolder folder, String file, String what) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFolder.read(folder.path()))
        .satisfies(refusal -> assertThat(refusal.file()).endsWith(file))
        .satisfies(refusal -> assertThat(refusal.what()).contains(what))
        .satisfies(refusal -> assertThat(refusal.cure()).isNotBlank());
  }
}

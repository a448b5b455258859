package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of whole pipelines that something is wrong with: the file and the cure are said. */
class WrongPipelineTest {
  private static final String INDEX = "model_index.json";
  private static final String TRANSFORMER = "transformer/diffusion_pytorch_model.safetensors";

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flux-dev         | model_index.json                                                |"
            + " model_index.json",
        "flux-dev         | transformer/config.json                                         |"
            + " transformer/config.json",
        "flux-dev         | transformer/diffusion_pytorch_model.safetensors                 |"
            + " transformer",
        "flux-dev         | vae/config.json                                                 |"
            + " vae/config.json",
        "flux-dev         | vae/diffusion_pytorch_model.safetensors                         | vae",
        "flux-dev         | text_encoder/config.json                                        |"
            + " text_encoder/config.json",
        "flux-dev         | text_encoder_2/model.safetensors                                |"
            + " text_encoder_2",
        "flux-dev         | tokenizer/vocab.json                                            |"
            + " tokenizer",
        "flux-dev         | tokenizer/merges.txt                                            |"
            + " tokenizer/merges.txt",
        "flux-dev         | tokenizer_2/tokenizer.json                                      |"
            + " tokenizer_2/spiece.model",
        "flux-dev         | scheduler/scheduler_config.json                                 |"
            + " scheduler/scheduler_config.json",
        "sd3.5-without-t5 | transformer/diffusion_pytorch_model-00002-of-00002.safetensors  |"
            + " 00002-of-00002.safetensors",
        "sd3.5-without-t5 | transformer/diffusion_pytorch_model.safetensors.index.json      |"
            + " transformer",
        "sd3-medium       | text_encoder_3/config.json                                      |"
            + " text_encoder_3/config.json",
        "sd1-pndm         | unet/config.json                                                |"
            + " unet/config.json",
        "lcm              | text_encoder/model.safetensors                                  |"
            + " text_encoder",
      })
  void aFileIsMissing(String pipeline, String missing, String named) throws IOException {
    GoldenFolder folder = golden(pipeline);
    Files.delete(folder.path().resolve(missing));

    ModelException refusal = refusal(folder);
    assertThat(refusal.file()).contains(named);
    assertThat(refusal.cure()).containsAnyOf("ownload", "with tokenizer.json or spiece.model");
  }

  @Test
  void aTensorHasAnotherShape() throws IOException {
    GoldenFolder folder = golden("flux-dev");
    String tensor = WeightEdit.turnAMatrix(folder.path().resolve(TRANSFORMER));

    assertRefused(folder, TRANSFORMER, "tensor " + tensor + " has the shape [");
  }

  @ParameterizedTest
  @CsvSource({
    "flux-schnell, transformer/diffusion_pytorch_model.safetensors",
    "sd3-medium, text_encoder_3/model.safetensors",
    "sd1-pndm, vae/diffusion_pytorch_model.safetensors"
  })
  void weightsHaveEightBits(String pipeline, String file) throws IOException {
    GoldenFolder folder = golden(pipeline);
    WeightEdit.toFp8(folder.path().resolve(file));

    assertRefused(folder, file, "has the dtype F8_E4M3, which is not supported");
    assertThat(refusal(folder).cure()).contains("F32, F16 or BF16");
  }

  @Test
  void aShardIsTruncated() throws IOException {
    GoldenFolder folder = golden("sd3.5-without-t5");
    String shard = "transformer/diffusion_pytorch_model-00002-of-00002.safetensors";
    WeightEdit.cut(folder.path().resolve(shard), 10);

    assertRefused(folder, shard, "outside the file's");
  }

  @ParameterizedTest
  @CsvSource({
    "flux-dev, transformer, diffusion_pytorch_model",
    "flux-dev, text_encoder_2, model",
    "sd1-pndm, unet, diffusion_pytorch_model"
  })
  void aPartIsAPickle(String pipeline, String part, String name) throws IOException {
    GoldenFolder folder = golden(pipeline);
    Path weights = folder.path().resolve(part);
    Files.move(weights.resolve(name + ".safetensors"), weights.resolve(name + ".bin"));

    assertRefused(folder, part + "/" + name + ".bin", "only as a pickle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "flux-dev | _class_name    | ['pipeline', 'MyPipeline']                | is a pipeline of"
            + " its own code",
        "flux-dev | _class_name    | 'FluxControlPipeline'                     | _class_name ="
            + " \"FluxControlPipeline\" is not supported",
        "sd1-pndm | _class_name    | 'StableDiffusionXLPipeline'               | is not supported"
            + " with a unet of UNet2DConditionModel",
        "flux-dev | transformer    | ['my_module', 'FluxTransformer2DModel']   | transformer = ",
        "flux-dev | text_encoder_2 | [null, null]                              | text_encoder_2 = ",
        "flux-dev | controlnet     | ['diffusers', 'FluxControlNetModel']      | controlnet = ",
        "sd1-pndm | vae            | ['diffusers', 'AutoencoderTiny']          | vae = ",
        "sd1-pndm | scheduler      | ['diffusers', 'DEISMultistepScheduler']   | scheduler = ",
      })
  void thePipelineIsAnother(String pipeline, String key, String value, String what)
      throws IOException {
    assertRefused(golden(pipeline).set(INDEX, key, value.replace('\'', '"')), INDEX, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flux-dev   | transformer/config.json    | in_channels           | 32 | does not fit the",
        "flux-dev   | transformer/config.json    | pooled_projection_dim | 8  | of text_encoder",
        "flux-dev   | transformer/config.json    | joint_attention_dim   | 8  | of text_encoder_2",
        "sd3-medium | transformer/config.json    | in_channels           | 12 | of the vae's"
            + " latents",
        "sd3-medium | transformer/config.json    | pooled_projection_dim | 8  | of text_encoder and"
            + " text_encoder_2 together",
        "sd3-medium | transformer/config.json    | joint_attention_dim   | 8  | joint_attention_dim"
            + " = 8",
        "sd1-pndm   | unet/config.json           | cross_attention_dim   | 20 | of text_encoder",
        "lcm        | unet/config.json           | cross_attention_dim   | 20 | of text_encoder",
      })
  void partsAreOfDifferentModels(
      String pipeline, String file, String key, String value, String what) throws IOException {
    GoldenFolder folder = golden(pipeline).set(file, key, value);
    if (key.equals("in_channels")) {
      folder.set(file, "out_channels", value);
    }

    assertRefused(folder, file, what);
    assertThat(refusal(folder).what()).contains(key + " = " + value);
  }

  @Test
  void theLatentsOfTheAutoencoderAreNotThoseOfTheNetwork() throws IOException {
    GoldenFolder folder = golden("sd1-pndm").set("vae/config.json", "latent_channels", "16");

    assertRefused(folder, "unet/config.json", "does not fit the 16 of the vae's latents");
  }

  @ParameterizedTest
  @CsvSource({
    "flux-dev, transformer",
    "sd3-medium, transformer",
    "sd3-medium, text_encoder_3",
    "sd1-pndm, unet",
    "sd1-pndm, vae",
    "lcm, text_encoder"
  })
  void weightsAreQuantised(String pipeline, String part) throws IOException {
    String file = part + "/config.json";

    assertRefused(
        golden(pipeline).set(file, "quantization_config", "{\"load_in_4bit\": true}"),
        file,
        "quantization_config = {\"load_in_4bit\":true} is not supported");
  }

  @Test
  void allIsSaidAtOnceThatIsWrong() throws IOException {
    GoldenFolder folder =
        golden("sd3-medium")
            .set(INDEX, "text_encoder_2", "[null, null]")
            .set("transformer/config.json", "pooled_projection_dim", "8")
            .set("text_encoder_3/config.json", "quantization_config", "{\"bits\": 4}");
    Files.delete(folder.path().resolve("tokenizer/merges.txt"));
    Files.delete(folder.path().resolve("scheduler/scheduler_config.json"));
    WeightEdit.toFp8(folder.path().resolve("vae/diffusion_pytorch_model.safetensors"));

    ModelInspection inspection = ModelInspection.of(folder.path());

    assertThat(inspection.problems())
        .extracting(ModelException::getMessage)
        .anyMatch(problem -> problem.contains("text_encoder_2 = "))
        .anyMatch(problem -> problem.contains("quantization_config"))
        .anyMatch(problem -> problem.contains("merges.txt"))
        .anyMatch(problem -> problem.contains("scheduler_config.json"))
        .anyMatch(problem -> problem.contains("F8_E4M3"))
        .doesNotHaveDuplicates();
  }

  @Test
  void eachMisfitIsSaid() throws IOException {
    GoldenFolder folder =
        golden("sd1-pndm")
            .set("vae/config.json", "latent_channels", "16")
            .set("unet/config.json", "cross_attention_dim", "20");

    assertThat(ModelInspection.of(folder.path()).problems())
        .extracting(ModelException::what)
        .anyMatch(what -> what.contains("of the vae's latents"))
        .anyMatch(what -> what.startsWith("cross_attention_dim = 20"));
  }

  @Test
  void whatIsPassedOverIsListed() throws IOException {
    ModelInspection inspection = ModelInspection.of(golden("lcm").path());

    assertThat(inspection.passedOver())
        .containsExactly(
            "safety_checker",
            "feature_extractor",
            "vae/diffusion_pytorch_model.bin",
            "vae/diffusion_pytorch_model.fp16.safetensors",
            "vae/diffusion_pytorch_model.non_ema.safetensors",
            "whole-model.ckpt",
            "whole-model.safetensors");
    assertThat(inspection.text()).containsOnlyOnce("passed over").contains("whole-model.ckpt");
    assertThat(inspection.json()).contains("\"passedOver\"");
  }

  @Test
  void tensorsThatNoNetworkNeedsArePassedOverAndSaid() throws IOException {
    GoldenFolder folder = golden("sd1-pndm");
    Path encoder = folder.path().resolve("text_encoder/model.safetensors");
    WeightEdit.add(encoder, "text_projection.weight", "F32", 4);
    WeightEdit.add(encoder, "vision_model.embeddings.patch.weight", "I64", 8);
    Path unet = folder.path().resolve("unet/diffusion_pytorch_model.safetensors");
    for (int i = 0; i < 5; i++) {
      WeightEdit.add(unet, "lora." + i, "F16", 2);
    }

    ModelInspection inspection = ModelInspection.of(folder.path());

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.passedOver())
        .containsExactly(
            "tensors text_projection.weight, vision_model.embeddings.patch.weight of text_encoder",
            "tensors lora.0, lora.1, lora.2 and 2 more of unet");
    assertThat(ModelFolder.read(folder.path()).tensorsPassedOver()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"sd1-pndm, text_encoder, tokenizer", "sd3-medium, text_encoder_2, tokenizer_2"})
  void theEncoderDoesNotKnowAllTokens(String pipeline, String encoder, String tokenizer)
      throws IOException {
    GoldenFolder folder = golden(pipeline);
    Path added = folder.path().resolve(tokenizer).resolve("added_tokens.json");
    Files.writeString(added, "{\"<one-more>\": 0, \"<two-more>\": 1}");
    Path config = folder.path().resolve(tokenizer).resolve("tokenizer_config.json");
    Files.writeString(config, Files.readString(config).replace("added_tokens_decoder", "_none"));

    assertRefused(folder, tokenizer, "but vocab_size of " + encoder + " is ");
    folder.set("model_index.json", "scheduler", "[\"diffusers\", \"NoScheduler\"]");
    assertThat(ModelInspection.of(folder.path()).problems())
        .extracting(ModelException::what)
        .filteredOn(what -> what.contains("makes tokens up to number"))
        .hasSize(1);
  }

  @Test
  void theLongEncoderDoesNotKnowAllTokens() throws IOException {
    String more =
        IntStream.range(0, 40)
            .mapToObj(i -> "\"%d\": {\"content\": \"<more-%d>\"}".formatted(900 + i, i))
            .collect(Collectors.joining(",", "{", "}"));
    GoldenFolder folder =
        golden("flux-dev").set("tokenizer_2/tokenizer_config.json", "added_tokens_decoder", more);

    assertRefused(folder, "tokenizer_2", "but vocab_size of text_encoder_2 is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flux-dev", "sd3-medium", "sd3.5-without-t5", "sd2-euler-v"})
  void whatIsReadIsNotPassedOver(String pipeline) throws IOException {
    assertThat(ModelFolder.read(golden(pipeline).path()).passedOver()).isEmpty();
  }

  private GoldenFolder golden(String name) throws IOException {
    return GoldenFolder.copyOfPipeline(name, temp.resolve("model"));
  }

  private static ModelException refusal(GoldenFolder folder) {
    return assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFolder.read(folder.path()))
        .actual();
  }

  private static void assertRefused(GoldenFolder folder, String file, String what) {
    ModelException refusal = refusal(folder);
    assertThat(refusal.file()).endsWith(file);
    assertThat(refusal.what()).contains(what);
    assertThat(refusal.cure()).isNotBlank();
  }
}

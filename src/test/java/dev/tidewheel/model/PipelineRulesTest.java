package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What diffusers' pipelines decide over the files of their parts. */
class PipelineRulesTest {
  private static final String SCHEDULER = "scheduler/scheduler_config.json";

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({"sd1-pndm, 1, false", "lcm, 0, true"})
  void theOffsetAndTheClippingAreThePipelines(String pipeline, int offset, boolean clips)
      throws IOException {
    GoldenFolder folder =
        golden(pipeline).set(SCHEDULER, "steps_offset", "0").set(SCHEDULER, "clip_sample", "true");

    assertThat(description(folder).scheduler().options().toString())
        .contains("stepsOffset=" + offset);
    assertThat(description(folder).scheduler().options().toString())
        .contains("clipSample=" + clips);
  }

  @ParameterizedTest
  @CsvSource({
    "sd1-pndm, 0.6.0, 64",
    "sd1-pndm, 0.8.1.dev0, 64",
    "sd1-pndm, 0.9.0, 8",
    "sd1-pndm, 0.10.2, 8",
    "lcm, 0.6.0, 16"
  })
  void theFilesOfEarlyReleasesNameTooSmallASize(String pipeline, String version, int latents)
      throws IOException {
    GoldenFolder folder =
        golden(pipeline).set("unet/config.json", "_diffusers_version", '"' + version + '"');

    assertThat(description(folder).width())
        .isEqualTo(latents * description(folder).frame().factor());
  }

  @Test
  void theShiftOfTheAutoencoderIsNotLookedAt() throws IOException {
    GoldenFolder folder = golden("sd1-pndm").set("vae/config.json", "shift_factor", "0.5");

    assertThat(description(folder).blueprint().autoencoder().orElseThrow().config().shift())
        .isZero();
  }

  @Test
  void whatAveragingLeavesInAFileHasNoEffect() throws IOException {
    GoldenFolder folder =
        golden("sd1-pndm")
            .set("unet/config.json", "decay", "0.9999")
            .set("unet/config.json", "inv_gamma", "1.0")
            .set("unet/config.json", "use_ema_warmup", "false");

    assertThat(description(folder).network()).isEqualTo("UNet2DConditionModel");
  }

  @ParameterizedTest
  @CsvSource({"flux-dev, false", "sd3-medium, false", "sd1-pndm, true", "lcm, true"})
  void theOlderPipelinesKeepTheSizeOfAPicture(String pipeline, boolean keeps) throws IOException {
    assertThat(description(golden(pipeline)).blueprint().redrawing().orElseThrow().keepsSize())
        .isEqualTo(keeps);
  }

  private GoldenFolder golden(String name) throws IOException {
    return GoldenFolder.copyOfPipeline(name, temp.resolve("model"));
  }

  private static ModelDescription description(GoldenFolder folder) {
    return ModelFolder.read(folder.path()).description();
  }
}

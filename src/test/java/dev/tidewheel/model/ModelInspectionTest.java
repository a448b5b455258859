package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInspectionTest {
  @TempDir private Path temp;

  @Test
  void tellsPeopleWhatAModelIs() throws IOException {
    GoldenFolder folder =
        GoldenFolder.copy("half", temp.resolve("m"))
            .tidewheel(
                "{\"classes\": [\"one\", \"other\"], \"sampling\": {\"steps\": 10, \"guidance\":"
                    + " 1.5}}");

    assertThat(ModelInspection.of(folder.path()).text())
        .isEqualTo(
            """
            %s
              pipeline        FlowMatchPipeline
              unet            UNet2DModel, 42,425 parameters
              memory          1 MB of weights in float32, half of it in float16 or bfloat16
              picture         1 x 16 x 16 (channels, height, width); other sizes: multiples of 2
              classes         2, guidance possible: one, other
              guidance        classifier-free, usually 1
              output          velocity on the rectified path, told times from 0 to 1000
              scheduler       FlowMatchEulerDiscreteScheduler: shift 1, dynamic false, spacing even, inverted false, stochastic false, numTrainTimesteps 1000
              sampling        steps 10, guidance 1.5
              passed over     golden.safetensors: without effect on a picture
              weights         84,850 bytes in 145 tensors: 42,425 x F16
            """
                .formatted(folder.path()));
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    Path folder = GoldenFolder.copy("sharded", temp.resolve("m")).path();
    JsonNode json = new JsonMapper().readTree(ModelInspection.of(folder).json());

    assertThat(json.path("usable").booleanValue()).isTrue();
    assertThat(json.path("parameters").intValue()).isEqualTo(42_425);
    assertThat(json.path("weights").path("elements").path("F32").intValue()).isEqualTo(42_425);
    assertThat(json.path("classes").path("kind").textValue()).isEqualTo("table");
    assertThat(json.path("problems")).isEmpty();
  }

  @Test
  void findsTheProblemsOfEachPart() throws IOException {
    GoldenFolder folder =
        GoldenFolder.copy("half", temp.resolve("m"))
            .set("unet/config.json", "act_fn", "\"tanh\"")
            .set("scheduler/scheduler_config.json", "use_dynamic_shifting", "true");
    ModelInspection inspection = ModelInspection.of(folder.path());

    assertThat(inspection.description()).isEmpty();
    assertThat(inspection.problems())
        .extracting(ModelException::what)
        .containsExactlyInAnyOrder(
            "act_fn = \"tanh\" is not supported",
            "use_dynamic_shifting = true needs a pipeline that makes a shift of the size of the"
                + " picture");
    assertThat(inspection.text()).contains("not usable", "config.json: act_fn", "F16");
  }

  @Test
  void countsParametersOfConfigurationsWithoutWeights() {
    ModelInspection inspection =
        ModelInspection.of(Path.of("src/test/resources/configs/flux1-dev"));

    assertThat(inspection.text())
        .contains(
            "transformer     FluxTransformer2DModel, 11,901,408,320 parameters",
            "vae             AutoencoderKL, 83,819,683 parameters",
            "not usable");
  }

  @Test
  void looksAtAFolderThatIsEmpty() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    ModelInspection inspection = ModelInspection.of(empty);

    assertThat(inspection.weights()).isEmpty();
    assertThat(inspection.problems()).hasSize(1);
    assertThat(inspection.json()).contains("\"usable\" : false");
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.files.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateRecordTest {
  @TempDir private Path folder;

  @Test
  void keepsWhatTheNetworkAndTheDecoderWereGivenAndAnswered() {
    Path file = folder.resolve("numbers.safetensors");

    int exit = generate(file, "--steps", "2", "--guidance", "3");

    assertThat(exit).isEqualTo(ExitCodes.OK);
    try (Safetensors numbers = Safetensors.open(file)) {
      assertThat(numbers.names())
          .contains("0.latents", "0.times", "0.labels", "0.answer", "2.answer")
          .contains("texts", "latents", "picture")
          .doesNotContain("3.latents", "encoded");
      assertThat(numbers.info("0.latents").shape().getFirst()).isEqualTo(2);
      assertThat(numbers.info("picture").shape()).startsWith(1L, 3L);
    }
  }

  @Test
  void goesWithOnePicture() {
    Path file = folder.resolve("numbers.safetensors");

    assertThat(generate(file, "--count", "2")).isEqualTo(ExitCodes.USAGE);
    assertThat(file).doesNotExist();
  }

  @Test
  void aModelThatReadsNothingAndDecodesNothingHasOnlyEvaluations() {
    Path file = folder.resolve("numbers.safetensors");
    List<String> options = List.of("--class", "7", "--steps", "2", "--solver", "euler");

    assertThat(execute("models/fashion-flow", file, options)).isEqualTo(ExitCodes.OK);

    try (Safetensors numbers = Safetensors.open(file)) {
      assertThat(numbers.names())
          .contains("0.latents", "1.answer")
          .doesNotContain("texts", "latents", "picture");
    }
  }

  private int generate(Path file, String... options) {
    List<String> all = new ArrayList<>(List.of("--prompt", "a cat"));
    all.addAll(List.of(options));
    return execute("src/test/resources/golden/pipelines/sd1-pndm/model", file, all);
  }

  private int execute(String model, Path file, List<String> options) {
    List<String> words = new ArrayList<>(List.of("generate", "--model", model));
    words.addAll(List.of("--out", folder.resolve("drawn.png").toString()));
    words.addAll(List.of("--record", file.toString()));
    words.addAll(options);
    return Silently.execute(words.toArray(String[]::new));
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.files.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateRecordTest {
  private static final String MODEL = "src/test/resources/golden/pipelines/sd1-pndm/model";

  @TempDir private Path folder;

  @Test
  void keepsWhatTheNetworkAndTheDecoderWereGivenAndAnswered() throws IOException {
    Path file = folder.resolve("numbers.safetensors");

    int exit = generate("--record", file.toString(), "--steps", "2", "--guidance", "3");

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

    assertThat(generate("--record", file.toString(), "--count", "2")).isEqualTo(ExitCodes.USAGE);
    assertThat(file).doesNotExist();
  }

  private int generate(String... options) {
    List<String> words =
        new java.util.ArrayList<>(List.of("generate", "--model", MODEL, "--prompt", "a cat"));
    words.addAll(List.of("--out", folder.resolve("drawn.png").toString()));
    words.addAll(List.of(options));
    return Silently.execute(words.toArray(String[]::new));
  }
}

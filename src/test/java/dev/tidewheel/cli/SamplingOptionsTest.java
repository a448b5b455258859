package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.avro.ClaimCheck;
import dev.tidewheel.avro.GenerationRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SamplingOptionsTest {
  private static final String PICTURE = "src/test/resources/golden/resampling/16x8.png";

  /** A command that has the options and nothing else. */
  @Command
  private static final class Options {
    @Mixin private SamplingOptions sampling = new SamplingOptions();
  }

  private static SamplingOptions parse(String... words) {
    Options options = new Options();
    CommandLine.ParseResult unused = new CommandLine(options).parseArgs(words);
    return options.sampling;
  }

  @Test
  void whatOptionsAskForIsWhatTheRequestSays() throws IOException {
    SamplingOptions options =
        parse(
            ("--prompt p --prompt-2 q --prompt-3 r --negative-prompt n --clip-skip 1"
                    + " --max-sequence-length 99 --true-guidance 2 --eta 0.25 --strength 0.5"
                    + " --guidance-least-noise 0.2 --guidance-most-noise 0.9"
                    + " --guidance-rescale 0.7"
                    + " --init-image "
                    + PICTURE)
                .split(" "));
    Optional<InitImage> image = options.initImage();

    Ask ask = options.ask(image.map(InitImage::size));

    assertThat(ask.source()).contains(new Ask.Source(16, 8));
    assertThat(SamplingRequest.of("a", "m", ask, image, Optional.empty()))
        .isEqualTo(
            GenerationRequest.newBuilder()
                .setId("a")
                .setModel("m")
                .setPrompt("p")
                .setPrompt2("q")
                .setPrompt3("r")
                .setNegativePrompt("n")
                .setClipSkip(1)
                .setMaxSequenceLength(99)
                .setTrueGuidance(2.0)
                .setGuidanceLeastNoise(0.2)
                .setGuidanceMostNoise(0.9)
                .setGuidanceRescale(0.7)
                .setEta(0.25)
                .setStrength(0.5)
                .setInitImage(ByteBuffer.wrap(Files.readAllBytes(Path.of(PICTURE))))
                .build());
  }

  @Test
  void whatIsNotGivenIsNotAsked() throws IOException {
    SamplingOptions options = parse();

    assertThat(options.initImage()).isEmpty();
    assertThat(options.ask(Optional.empty()).wording()).isEqualTo(Ask.Wording.NONE);
  }

  @Test
  void aFileThatIsNoPictureIsNamed() {
    assertThatThrownBy(() -> parse("--init-image", "pom.xml").initImage())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("pom.xml cannot be used: these ")
        .hasMessageEndingWith("bytes are neither PNG nor JPEG");
    assertThatThrownBy(() -> parse("--init-image", "none.png").initImage())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aPictureThatIsTooLargeToTravelIsNamed() {
    GenerationRequest.Builder request = GenerationRequest.newBuilder().setId("a").setModel("m");
    List<GenerationRequest> requests =
        List.of(
            request.build(),
            request.setInitImage(ByteBuffer.wrap(new byte[3])).build(),
            request.setInitImage(new ClaimCheck("file:///a.png", 9L)).build());

    assertThat(InitImage.tooLarge(requests, 3)).isEmpty();
    assertThat(InitImage.tooLarge(requests, 2))
        .containsExactly("request a: its picture has 3 bytes");
  }
}

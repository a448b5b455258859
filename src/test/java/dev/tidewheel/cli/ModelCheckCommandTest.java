package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ModelCheckCommandTest {
  private static final String GOLDENS = "src/test/resources/golden/";

  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet/classes",
        "pipelines/flux-dev/model",
        "pipelines/sd3-medium/model",
        "pipelines/sd1-pndm/model",
        "pipelines/lcm/model"
      })
  void soundModelsPass(String folder) {
    assertThat(Silently.execute("model", "check", GOLDENS + folder, "--json"))
        .isEqualTo(ExitCodes.OK);
  }

  @Test
  void whatIsNoModelIsRefusedWithItsCure(@TempDir Path empty) {
    assertThat(check(empty.toString())).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(errors.toString()).contains("model_index.json", "Download");
  }

  @Test
  void optionsThatTheModelCannotFollowAreRefused() {
    assertThat(check(GOLDENS + "unet/classes", "--width", "3")).isEqualTo(ExitCodes.USAGE);
    assertThat(errors.toString()).contains("--width: is 3");
  }

  @Test
  void aPictureOfOneColourIsFlat() {
    assertThat(ModelCheckCommand.isFlat(new byte[] {10, -56, 11, -57, 9, -56}, 2)).isTrue();
    assertThat(ModelCheckCommand.isFlat(new byte[] {10, -56, 12, -56}, 2)).isFalse();
    assertThat(ModelCheckCommand.isFlat(new byte[] {127, -128}, 1)).isTrue();
  }

  @Test
  void thePeakOfTheProcessIsReadWhereItIsSaid() throws IOException {
    assertThat(PeakMemory.of("VmPeak:\t 9 kB\nVmHWM:\t  1234 kB\nVmRSS:\t 5 kB\n"))
        .hasValue(1234 * 1024);
    assertThat(PeakMemory.of("Name:\tjava\n")).isEmpty();
    assertThat(PeakMemory.ofProcess().isPresent())
        .isEqualTo(Files.isReadable(Path.of("/proc/self/status")));
  }

  private int check(String folder, String... options) {
    CommandLine command = Tidewheel.commandLine(Map.of());
    command.setErr(new PrintWriter(errors, true));
    String[] words = new String[options.length + 3];
    words[0] = "model";
    words[1] = "check";
    words[2] = folder;
    System.arraycopy(options, 0, words, 3, options.length);
    return command.execute(words);
  }
}

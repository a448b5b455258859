package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands say of a command line that they cannot work with. */
class CommandLineTest {
  private static final String MODEL = "src/test/resources/golden/unet/classes";

  private final StringWriter err = new StringWriter();

  @Test
  void generateNamesEveryOptionThatIsWrong(@TempDir Path folder) {
    Path out = folder.resolve("a.gif");
    assertThat(
            execute(
                "generate",
                "--model",
                MODEL,
                "--class",
                "99",
                "--guidance",
                "NaN",
                "--steps",
                "0",
                "--solver",
                "magic",
                "--out",
                out.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString().lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).isEqualTo("tidewheel: this cannot be drawn:"),
            line -> assertThat(line).startsWith("  --out: is ").endsWith(".png, .jpg or .jpeg"),
            line -> assertThat(line).startsWith("  --class: is 99"),
            line -> assertThat(line).startsWith("  --guidance: is NaN"),
            line -> assertThat(line).startsWith("  --steps: is 0"),
            line -> assertThat(line).startsWith("  --solver: 'magic' is not one of"));
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void benchMixedNamesEveryOptionThatIsWrong() {
    assertThat(
            execute(
                "bench",
                "mixed",
                "--images",
                "3",
                "--runs",
                "0",
                "--tolerance",
                "0",
                "--guidance",
                "0.5,2",
                "--reference",
                "4"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("  --images is 3; give 12 or more")
        .contains("  --runs is 0; give 1 or more")
        .contains("  --tolerance 0.0 is not above 0")
        .contains("  --guidance 0.5 is not 1 or more")
        .contains("  --reference is 4; give 30 or more")
        .doesNotContain("--batch");
  }

  @Test
  void generateNamesTheOptionsOfAdaptiveSteps() {
    execute(
        "generate", "--model", MODEL, "--tolerance", "-1", "--min-steps", "0", "--max-steps", "-3");
    assertThat(err.toString())
        .contains("  --tolerance: is -1.0")
        .contains("  --min-steps: is 0")
        .contains("  --max-steps: is -3");
  }

  @Test
  void aWorkerWithoutModelsIsAMistake() {
    assertThat(execute("worker", "--bootstrap", "localhost:1")).isEqualTo(ExitCodes.USAGE);
    assertThat(err)
        .hasToString(
            "tidewheel: no model to serve: give --model NAME=DIR, or models in the settings"
                + System.lineSeparator());
  }

  @Test
  void namesEveryOptionThatCannotBeRead() {
    assertThat(
            execute(
                "submit", "--model", "m", "--class", "shoe", "--count", "many", "--gidance", "3"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("--class", "'shoe'")
        .contains("--count", "'many'")
        .contains("unknown option --gidance; did you mean --guidance?");
  }

  private int execute(String... arguments) {
    CommandLine root = Tidewheel.commandLine(Map.of());
    root.setErr(new PrintWriter(err, true));
    return root.execute(arguments);
  }
}

package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands say where there is no Kafka, and how soon. */
@Timeout(60)
class UnreachableBrokerIT {
  /** Five seconds, and what a busy machine takes to load the client. */
  private static final Duration SOON = Duration.ofSeconds(13);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit --model m",
        "submit --model m --wait",
        "cancel r",
        "topics create",
        "topics describe"
      })
  void saysSoonWhereNoBrokerAnswers(String command) {
    StringWriter err = new StringWriter();
    CommandLine root = Tidewheel.commandLine(Map.of());
    root.setErr(new PrintWriter(err, true));
    long start = System.nanoTime();
    int exitCode = root.execute(arguments(command + " --bootstrap localhost:1"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(exitCode).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("tidewheel: no broker answers at localhost:1: start one (tidewheel broker");
  }

  private static String[] arguments(String line) {
    return Arrays.stream(line.split(" ")).toArray(String[]::new);
  }
}

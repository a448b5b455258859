package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class TidewheelTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A command that ends with what it was given. */
  @Command(name = "end")
  private static final class End implements Callable<Integer> {
    private final Exception exception;

    @Option(names = "--batch")
    private int batch;

    End(Exception exception) {
      this.exception = exception;
    }

    @Override
    public Integer call() throws Exception {
      if (batch > 0) {
        return batch;
      }
      throw exception;
    }
  }

  static List<Arguments> endings() {
    return List.of(
        Arguments.of(Failure.ofWork("3 of 4 failed"), 1, "tidewheel: 3 of 4 failed\n"),
        Arguments.of(
            Failure.ofUsage("wrong:", List.of("this", "that")),
            2,
            "tidewheel: wrong:\n  this\n  that\n"),
        Arguments.of(
            Failure.ofEnvironment("no broker", new IOException("reset")),
            3,
            "tidewheel: no broker\n"),
        Arguments.of(
            new NoSuchFileException("a.yaml"), 3, "tidewheel: a.yaml: no such file or folder\n"),
        Arguments.of(
            new UncheckedIOException(new IOException("disk full")), 3, "tidewheel: disk full\n"),
        Arguments.of(new InterruptedException(), 130, "tidewheel: interrupted\n"),
        Arguments.of(
            new IllegalStateException("oh"),
            1,
            "tidewheel: IllegalStateException: oh\n"
                + "This should not happen. Run it again with --debug to see where.\n"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void saysInOneMessageWhatWentWrong(Exception exception, int exitCode, String message) {
    assertThat(execute(Map.of(), exception, "end")).isEqualTo(exitCode);
    assertThat(err.toString()).isEqualTo(message);
  }

  @Test
  void showsTheTraceToThoseWhoDebug() {
    execute(Map.of(), new IllegalStateException("oh"), "end", "--debug");
    assertThat(err.toString()).contains("\tat dev.tidewheel.cli.TidewheelTest");
  }

  @Test
  void theEnvironmentCanAskForTheTraceToo() {
    execute(Map.of("TIDEWHEEL_DEBUG", "1"), Failure.ofWork("oh"), "end");
    assertThat(err.toString()).contains("\tat dev.tidewheel.cli.TidewheelTest");
  }

  @Test
  void returnsTheCommandsOwnExitCode() {
    assertThat(execute(Map.of(), Failure.ofWork("not reached"), "end", "--batch", "7"))
        .isEqualTo(7);
  }

  @Test
  void suggestsOptionsAndCommands() {
    assertThat(execute(Map.of(), Failure.ofWork(""), "end", "--bach", "7")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tidewheel: unknown option --bach; did you mean --batch?\n");

    assertThat(execute(Map.of(), Failure.ofWork(""), "edn")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown command edn; did you mean end?");
  }

  @Test
  void wantsACommand() {
    assertThat(execute(Map.of(), Failure.ofWork(""))).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("a command is missing").contains("--help");
  }

  @Test
  void documentsExitCodesAndVersion() {
    assertThat(execute(Map.of(), Failure.ofWork(""), "--help")).isZero();
    assertThat(execute(Map.of(), Failure.ofWork(""), "--version")).isZero();
    assertThat(out.toString()).contains("Exit codes:").contains("130").contains("tidewheel (");
  }

  private int execute(Map<String, String> environment, Exception ending, String... arguments) {
    CommandLine root = Tidewheel.commandLine(environment);
    CommandLine end = new CommandLine(new End(ending));
    end.setExecutionExceptionHandler(root.getExecutionExceptionHandler());
    end.setParameterExceptionHandler(root.getParameterExceptionHandler());
    root.addSubcommand(end);
    root.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return root.execute(arguments);
  }
}

package dev.tidewheel.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message for the user, who sees no stack trace. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The work was tried and failed. */
  public static Failure ofWork(String message) {
    return new Failure(ExitCodes.WORK_FAILED, message, null);
  }

  /** The command line or the settings are wrong. */
  public static Failure ofUsage(String message) {
    return new Failure(ExitCodes.USAGE, message, null);
  }

  /** The settings are wrong in several ways, each on a line of its own. */
  public static Failure ofUsage(String message, List<?> problems) {
    StringBuilder lines = new StringBuilder(message);
    problems.forEach(problem -> lines.append("\n  ").append(problem));
    return ofUsage(lines.toString());
  }

  /** Something around the program is missing; the cause is shown only to those who debug. */
  public static Failure ofEnvironment(String message, @Nullable Throwable cause) {
    return new Failure(ExitCodes.ENVIRONMENT, message, cause);
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}

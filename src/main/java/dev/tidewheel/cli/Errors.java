package dev.tidewheel.cli;

import dev.tidewheel.broker.BrokerStartException;
import dev.tidewheel.client.UnreachableException;
import dev.tidewheel.config.Spelling;
import dev.tidewheel.engine.Devices.DeviceException;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.worker.WorkerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one message for the user and an exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final BooleanSupplier debug;

  Errors(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    report(command, problem(e));
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("Run '" + name + " --help' for its options.");
    return ExitCodes.USAGE;
  }

  /**
   * Runs what was asked for, where nothing is wrong with the command line.
   *
   * @throws ParameterException with everything that is wrong
   */
  static int run(ParseResult result) {
    Integer helped = CommandLine.executeHelpRequest(result);
    if (helped != null) {
      return helped;
    }
    List<String> problems = new ArrayList<>();
    CommandLine command = result.commandSpec().commandLine();
    for (ParseResult part = result; part != null; part = part.subcommand()) {
      part.errors().forEach(error -> problems.add(problem(error)));
      command = part.commandSpec().commandLine();
    }
    if (!problems.isEmpty()) {
      throw new ParameterException(command, String.join("\n  ", problems));
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static String problem(Exception error) {
    return error instanceof UnmatchedArgumentException unmatched
        ? unknown(unmatched)
        : String.valueOf(error.getMessage());
  }

  private static String unknown(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    boolean command = !spec.subcommands().isEmpty() && !argument.startsWith("-");
    Set<String> known = command ? spec.subcommands().keySet() : spec.optionsMap().keySet();
    String kind = command ? "command" : argument.startsWith("-") ? "option" : "argument";
    return "unknown " + kind + ' ' + argument + Spelling.didYouMean(argument, known);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    report(command, message(e));
    if (debug.getAsBoolean()) {
      e.printStackTrace(command.getErr());
    } else if (isDefect(e)) {
      command.getErr().println("This should not happen. Run it again with --debug to see where.");
    }
    return exitCode(e);
  }

  private static void report(CommandLine command, @Nullable String message) {
    command.getErr().println("tidewheel: " + message);
  }

  /** Whether nobody meant an exception for the user. */
  private static boolean isDefect(Exception e) {
    return !(e instanceof Failure || e instanceof InterruptedException || saysItsCure(e));
  }

  private static int exitCode(Exception e) {
    return switch (e) {
      case Failure failure -> failure.exitCode();
      case InterruptedException _ -> ExitCodes.INTERRUPTED;
      default -> saysItsCure(e) ? ExitCodes.ENVIRONMENT : ExitCodes.WORK_FAILED;
    };
  }

  private static String message(Exception e) {
    return switch (e) {
      case Failure failure -> String.valueOf(failure.getMessage());
      case InterruptedException _ -> "interrupted";
      case WorkerStartException start ->
          "the worker cannot start:\n  " + String.join("\n  ", start.reasons());
      case RuntimeException known when isEnvironment(known) -> String.valueOf(known.getMessage());
      default ->
          io(e)
              .map(Errors::ioMessage)
              .orElseGet(() -> e.getClass().getSimpleName() + ": " + e.getMessage());
    };
  }

  /** Something around the program is missing, and the message says what to do. */
  private static boolean saysItsCure(Exception e) {
    return io(e).isPresent() || isEnvironment(e);
  }

  private static boolean isEnvironment(Exception e) {
    return e instanceof ModelException
        || e instanceof WorkerStartException
        || e instanceof BrokerStartException
        || e instanceof DeviceException
        || e instanceof UnreachableException;
  }

  private static Optional<IOException> io(Exception e) {
    return switch (e) {
      case IOException io -> Optional.of(io);
      case UncheckedIOException unchecked -> Optional.ofNullable(unchecked.getCause());
      default -> Optional.empty();
    };
  }

  /** The message of an I/O exception; those of files say only the path. */
  private static String ioMessage(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException there -> there.getFile() + ": is there already";
      case NotDirectoryException file -> file.getFile() + ": is not a folder";
      case DirectoryNotEmptyException full -> full.getFile() + ": is a folder that is not empty";
      case FileSystemException other -> other.getFile() + ": " + other.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}

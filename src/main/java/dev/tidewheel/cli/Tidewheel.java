package dev.tidewheel.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: picks the command and turns what it ends with into an exit code. */
@Command(
    name = "tidewheel",
    description = "Kafka in, pictures out: flow-matching image generation with adaptive steps.",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:the work was tried and failed",
      "2:the command line or the settings are wrong",
      "3:a file, a broker or a device is missing",
      "130:interrupted"
    },
    subcommands = {
      BenchCommand.class,
      BrokerCommand.class,
      CalibrateCommand.class,
      CancelCommand.class,
      DemoCommand.class,
      GenerateCommand.class,
      ModelCommand.class,
      SubmitCommand.class,
      TopicsCommand.class,
      WorkerCommand.class
    })
public final class Tidewheel implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces (also: TIDEWHEEL_DEBUG=1).")
  private boolean debug;

  @Spec private CommandSpec spec;

  /** Runs a command and exits. */
  public static void main(String[] arguments) {
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /** The whole command line, ready to execute. */
  static CommandLine commandLine(Map<String, String> environment) {
    Tidewheel root = new Tidewheel();
    root.debug = "1".equals(environment.get("TIDEWHEEL_DEBUG"));
    Errors errors = new Errors(() -> root.debug);
    CommandLine commandLine = new CommandLine(root);
    collectErrors(commandLine);
    return commandLine
        .setExecutionStrategy(Errors::run)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** The parser shall go on behind a mistake, so that all can be said at once. */
  private static void collectErrors(CommandLine commandLine) {
    commandLine.getCommandSpec().parser().collectErrors(true);
    commandLine.getSubcommands().values().forEach(Tidewheel::collectErrors);
  }

  /** Without a command: says which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}

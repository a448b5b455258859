package dev.tidewheel.cli;

import dev.tidewheel.model.ModelInspection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a folder is. */
@Command(
    name = "model",
    description = "Look at a model's folder.",
    subcommands = {ModelCommand.Inspect.class, ModelCheckCommand.class})
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: inspect or check");
  }

  /** Prints what a folder is. */
  @Command(
      name = "inspect",
      description =
          "Print what a folder is: pipeline, network, weights, classes, default sampling, and what"
              + " is wrong with it.")
  static final class Inspect implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A Hugging Face diffusers folder.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Override
    public Integer call() {
      ModelInspection inspection = ModelInspection.of(folder);
      Console.ofProcess().out().println(json ? inspection.json() : inspection.text());
      return inspection.problems().isEmpty() ? ExitCodes.OK : ExitCodes.ENVIRONMENT;
    }
  }
}

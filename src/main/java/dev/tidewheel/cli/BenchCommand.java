package dev.tidewheel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures on this machine what the program promises. */
@Command(
    name = "bench",
    description = "Measure on this machine what the program promises.",
    subcommands = {
      BenchAdaptiveCommand.class,
      BenchEngineCommand.class,
      BenchMixedCommand.class,
      BenchPathsCommand.class,
      BenchQualityCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to measure");
  }
}

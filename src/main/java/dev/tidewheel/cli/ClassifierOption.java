package dev.tidewheel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The network that pictures are judged by. */
final class ClassifierOption {
  @Option(
      names = "--classifier",
      paramLabel = "DIR",
      description = "The metric network's folder (default: models/fashion-classifier).")
  private @Nullable Path classifier;

  /** Its folder. */
  Path folder() {
    return classifier == null ? BenchOptions.ownModel("fashion-classifier") : classifier;
  }

  /** Says where there is no such folder. */
  void check(List<String> problems) {
    if (!Files.isDirectory(folder())) {
      problems.add(folder() + " is not there: name one with --classifier DIR");
    }
  }
}

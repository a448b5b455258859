package dev.tidewheel.cli;

import dev.tidewheel.bench.Watcher;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all benchmarks are told. */
final class BenchOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A Hugging Face diffusers folder (default: models/fashion-flow).")
  private @Nullable Path model;

  @Mixin private ReportOptions report = new ReportOptions();

  /** The model's folder. */
  ModelFolder folder() {
    Path folder =
        model == null
            ? Path.of(System.getProperty("tidewheel.home", "."), "models", "fashion-flow")
            : model;
    if (model == null && !Files.isDirectory(folder)) {
      throw Failure.ofUsage(folder + " is not there: name a model's folder with --model DIR");
    }
    try {
      return ModelFolder.read(folder);
    } catch (ModelException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    }
  }

  /** The name by which the model is served. */
  static String name(ModelFolder folder) {
    return String.valueOf(folder.path().toAbsolutePath().normalize().getFileName());
  }

  /** A folder of the program's own models, as short as it can be named from here. */
  static Path ownModel(String name) {
    Path here = Path.of("").toAbsolutePath();
    Path folder =
        Path.of(System.getProperty("tidewheel.home", "."), "models", name)
            .toAbsolutePath()
            .normalize();
    return folder.startsWith(here) ? here.relativize(folder) : folder;
  }

  /** Prints a report, and writes it to the file where one was named. */
  void print(Console console, Object figures, String text) throws IOException {
    report.print(console, figures, text);
  }

  /** Shows each stage as a bar. */
  static final class Bars implements Watcher, AutoCloseable {
    private final Console console;
    private @Nullable ProgressBar bar;

    Bars(Console console) {
      this.console = console;
    }

    @Override
    public synchronized void stage(String what, int parts) {
      close();
      bar = console.progress(what, parts);
    }

    @Override
    public synchronized void advanced() {
      if (bar != null) {
        bar.step();
      }
    }

    @Override
    public synchronized void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.demo.Demo;
import dev.tidewheel.demo.DemoReport;
import dev.tidewheel.demo.Motifs;
import dev.tidewheel.image.PngEncoder;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.pipeline.ClassLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows everything at once: Kafka, a worker, and requests of every kind. */
@Command(
    name = "demo",
    description =
        "Start Kafka and a worker in this process, send requests of every kind, and show what came.")
final class DemoCommand implements Callable<Integer> {
  private static final String MODEL = "fashion-flow";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "Where pictures, records and the sheet go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "90",
      description = "How many to send (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A model with named classes, or one for --prompt (default: models/fashion-flow).")
  private @Nullable Path model;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What pictures show, for a model that reads text; several times for several.")
  private List<String> prompts = List.of();

  @Option(names = "--json", description = "Print the table as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (requests < 1) {
      throw Failure.ofUsage("--requests is %d; send 1 or more".formatted(requests));
    }
    Path folder =
        model == null
            ? Path.of(System.getProperty("tidewheel.home", ".")).resolve("models").resolve(MODEL)
            : model;
    Motifs motifs = motifs(folder);
    Console console = Console.ofProcess();
    StopSignal stop = StopSignal.install();
    DemoReport report;
    try (Progress progress = new Progress(console, requests)) {
      report =
          new Demo(
                  out,
                  requests,
                  overrides -> Settings.load(Optional.empty(), overrides).config(),
                  progress,
                  stop::isRaised)
              .run(Map.entry(MODEL, folder), motifs);
    }
    if (stop.isRaised()) {
      return ExitCodes.INTERRUPTED;
    }
    Path sheet = out.resolve("contact-sheet.png");
    Files.write(sheet, new PngEncoder().encode(report.contactSheet()));
    print(console, report, sheet);
    return report.failures().isEmpty() ? ExitCodes.OK : ExitCodes.WORK_FAILED;
  }

  private Motifs motifs(Path folder) {
    ModelDescription description = ModelFolder.read(folder).description();
    boolean reads = description.blueprint().text().isPresent();
    if (reads != !prompts.isEmpty()) {
      throw Failure.ofUsage(
          reads
              ? folder + " reads text: give --prompt, once or several times"
              : "--prompt: " + folder + " reads no text; leave it out");
    }
    if (reads) {
      return new Motifs(prompts, true);
    }
    if (description.classes() instanceof ClassLabels.Table table && !table.names().isEmpty()) {
      return new Motifs(table.names(), false);
    }
    throw Failure.ofUsage(folder + " has no named classes, which the demo needs");
  }

  private void print(Console console, DemoReport report, Path sheet) {
    if (json) {
      console.json(report.lines());
    } else {
      Table table =
          new Table(
              "group",
              "images",
              "evaluations",
              "step p50 ms",
              "p95",
              "image p50 ms",
              "p95",
              "images/s",
              "batch filled %");
      for (DemoReport.Line line : report.lines()) {
        table.row(
            line.group(),
            line.images(),
            line.evaluations(),
            line.stepP50(),
            line.stepP95(),
            line.imageP50(),
            line.imageP95(),
            line.imagesPerSecond(),
            line.occupancy());
      }
      console.out().print(table);
      console.out().printf("%nPictures: %s%n", sheet);
      console.out().printf("Records:  %s%n", out.resolve("{results,events,steps}.avro"));
    }
    report.failures().forEach(failure -> console.err().println("failed: " + failure));
  }

  /** Shows the stages as lines, and the requests as a bar. */
  private static final class Progress implements Demo.Watcher, AutoCloseable {
    private final Console console;
    private final int requests;
    private @Nullable ProgressBar bar;

    Progress(Console console, int requests) {
      this.console = console;
      this.requests = requests;
    }

    @Override
    public void stage(String what) {
      close();
      console.err().println(what);
    }

    @Override
    public synchronized void ended() {
      if (bar == null) {
        bar = console.progress("drawing", requests);
      }
      bar.step();
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

package dev.tidewheel.cli;

import dev.tidewheel.bench.BenchmarkException;
import dev.tidewheel.bench.likeness.Likeness;
import dev.tidewheel.bench.quality.QualityBenchmark;
import dev.tidewheel.bench.quality.QualityBenchmarkSettings;
import dev.tidewheel.bench.quality.QualityReport;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what pictures are worth, model by model, solver by solver. */
@Command(
    name = "quality",
    description =
        "Measure quality against evaluations: FID and accuracy by a classifier, the error to the"
            + " exact flow, how straight the paths are, and what becomes of the field's claims."
            + " About an hour on two cores; with --quick under ten minutes.")
final class BenchQualityCommand implements Callable<Integer> {
  private static final List<String> FAMILY =
      List.of("fashion-flow", "fashion-reflow", "fashion-ddpm", "fashion-fewstep");

  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private ClassifierOption classifier = new ClassifierOption();

  @Option(
      names = "--quick",
      description = "A few rows of 1,000 pictures in place of 5,000: for a first look.")
  private boolean quick;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      arity = "1..*",
      description =
          "Diffusers folders; the first flow is the base, a second one its reflow (default: the"
              + " demo family in models).")
  private List<Path> models = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Pictures of each row; only figures of the same number can be compared.")
  private @Nullable Integer images;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the report there: text, Markdown, CSV, JSON and figures.")
  private @Nullable Path out;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "Renew the parts of a Markdown page that are marked as generated.")
  private @Nullable Path page;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.ofProcess();
    QualityBenchmarkSettings settings = settings();
    Optional<QualityFolder> folder = Optional.ofNullable(out).map(QualityFolder::new);
    if (folder.isPresent()) {
      folder.get().begin();
    }
    QualityReport report;
    try (BenchOptions.Bars bars = new BenchOptions.Bars(console)) {
      report = new QualityBenchmark(settings, engine.device(), bars).run();
    } catch (BenchmarkException e) {
      throw Failure.ofWork(String.valueOf(e.getMessage()));
    } catch (ModelException e) {
      throw Failure.ofEnvironment(String.valueOf(e.getMessage()), e);
    }
    String text = new QualityPage(report).toString();
    console.out().print(json ? Json.pretty(report) + '\n' : text);
    if (folder.isPresent()) {
      folder.get().write(report, text);
    }
    if (page != null) {
      MarkedPage.renew(page, new QualityMarkdown(report).parts());
    }
    return report.rows().isEmpty() ? ExitCodes.ENVIRONMENT : ExitCodes.OK;
  }

  private QualityBenchmarkSettings settings() {
    List<Path> folders =
        models.isEmpty() ? FAMILY.stream().map(BenchOptions::ownModel).toList() : models;
    Path network = classifier.folder();
    QualityBenchmarkSettings usual =
        quick
            ? QualityBenchmarkSettings.quick(folders, network)
            : QualityBenchmarkSettings.full(folders, network);
    QualityBenchmarkSettings settings = images == null ? usual : usual.withImages(images);
    check(settings);
    return settings;
  }

  private void check(QualityBenchmarkSettings settings) {
    List<String> problems = new ArrayList<>();
    classifier.check(problems);
    if (settings.images() < Likeness.FEWEST_PICTURES) {
      problems.add(
          "--images is %d; give %d or more".formatted(settings.images(), Likeness.FEWEST_PICTURES));
    }
    if (page != null && !Files.isRegularFile(page)) {
      problems.add("--into %s is no file".formatted(page));
    }
    if (!problems.isEmpty()) {
      throw Failure.ofUsage("this cannot be measured:", problems);
    }
  }
}

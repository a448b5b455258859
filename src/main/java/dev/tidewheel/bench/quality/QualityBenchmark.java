package dev.tidewheel.bench.quality;

import ai.djl.Device;
import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.admission.Verdict;
import dev.tidewheel.bench.FloatSampler;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.Machine;
import dev.tidewheel.bench.Watcher;
import dev.tidewheel.bench.likeness.Judge;
import dev.tidewheel.bench.likeness.Likeness;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.model.Classifier;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the claims of the field come to on these models: quality against evaluations, the
 * error against each model's exact flow, and how straight the paths are. What cannot be drawn is
 * skipped, and said.
 */
public final class QualityBenchmark {
  private static final double NANOS_PER_SECOND = 1e9;

  private final QualityBenchmarkSettings settings;
  private final Device device;
  private final Watcher watcher;
  private final List<QualityReport.Ways> ways = new ArrayList<>();
  private final List<QualityReport.Row> rows = new ArrayList<>();
  private final List<QualityReport.Skipped> skipped = new ArrayList<>();

  /**
   * Makes a benchmark.
   *
   * @param settings what is measured
   * @param device where networks run
   * @param watcher hears how it goes
   */
  public QualityBenchmark(QualityBenchmarkSettings settings, Device device, Watcher watcher) {
    this.settings = settings;
    this.device = device;
    this.watcher = watcher;
  }

  /**
   * Runs it, once.
   *
   * @throws ModelException if the classifier cannot be read
   * @throws dev.tidewheel.bench.BenchmarkException if a picture is not finished
   */
  public QualityReport run() {
    try (Classifier classifier = Classifier.load(settings.classifier(), device)) {
      for (Path folder : settings.models()) {
        measure(folder, classifier);
      }
    }
    return new QualityReport(
        settings.quick(),
        settings.images(),
        settings.sample(),
        settings.reference(),
        Machine.here(),
        List.copyOf(ways),
        PathFamily.all(),
        List.copyOf(rows),
        List.copyOf(skipped),
        new Claims(ways, rows).all());
  }

  private void measure(Path folder, Classifier classifier) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    if (!Files.isDirectory(folder)) {
      skip(name, "it is not there");
      return;
    }
    try (ServedModel model = ServedModel.load(name, ModelFolder.read(folder), device)) {
      Judge.of(model, classifier)
          .ifPresentOrElse(
              judge -> new Sitting(model, judge, classifier.classes()).measure(),
              () -> skip(name, "its pictures are not of the classifier's size"));
    } catch (ModelException e) {
      skip(name, String.valueOf(e.getMessage()).replace(folder.toString(), name));
    }
  }

  private void skip(String what, String why) {
    skipped.add(new QualityReport.Skipped(what, why));
  }

  /** One model. */
  private final class Sitting {
    private final ServedModel model;
    private final Judge judge;
    private final ModelKind kind;
    private final Gallery gallery;

    Sitting(ServedModel model, Judge judge, int classes) {
      this.model = model;
      this.judge = judge;
      this.kind = ModelKind.of(model.description());
      this.gallery = new Gallery(model, classes, settings.batch());
    }

    void measure() {
      List<Method> methods = drawable(Plan.of(kind, adaptiveSolver(), settings.quick()));
      if (methods.isEmpty()) {
        return;
      }
      Laboratory laboratory = laboratory(methods.getFirst());
      if (kind != ModelKind.FEW_STEP) {
        measureWays(laboratory);
      }
      List<Drawn> reference =
          methods.stream().anyMatch(Method::exact)
              ? laboratory.ends(model.name() + ", reference", reference())
              : List.of();
      for (Method method : methods) {
        rows.add(row(method, laboratory, reference));
      }
    }

    private String adaptiveSolver() {
      return model.offer().calibrated().map(Solver::name).orElse(Plan.GENERAL);
    }

    private Sampling reference() {
      return gallery.order(0, Plan.reference(kind, settings.reference())).sampling();
    }

    private List<Method> drawable(List<Method> planned) {
      List<Method> drawable = new ArrayList<>();
      for (Method method : planned) {
        switch (gallery.judge(0, method)) {
          case Verdict.Admitted _ -> drawable.add(method);
          case Verdict.Refused(List<Problem> problems) ->
              skip(
                  "%s, %s %s".formatted(model.name(), method.title(), method.amount()),
                  problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
      }
      return drawable;
    }

    private Laboratory laboratory(Method any) {
      List<Order> orders =
          IntStream.range(0, settings.sample()).mapToObj(i -> gallery.order(i, any)).toList();
      Order first = orders.getFirst();
      FloatSampler sampler =
          new FloatSampler(model, model.latents(first.width(), first.height()), settings.batch());
      return new Laboratory(sampler, orders, trained(), settings.reference(), watcher);
    }

    private Parametrisation trained() {
      return model.offer().recipe().parametrisation();
    }

    private void measureWays(Laboratory laboratory) {
      ProbabilityPath own = trained().path();
      for (ProbabilityPath path : new LinkedHashSet<>(List.of(RectifiedPath.INSTANCE, own))) {
        PathShape shape = laboratory.shape(model.name() + ", path " + path.title(), path);
        ways.add(new QualityReport.Ways(model.name(), kind, path.title(), path.equals(own), shape));
      }
    }

    private QualityReport.Row row(Method method, Laboratory laboratory, List<Drawn> reference) {
      String title = "%s, %s %s".formatted(model.name(), method.title(), method.amount());
      watcher.stage(title, settings.images());
      long start = System.nanoTime();
      List<Ending.Drawn> drawn = gallery.draw(settings.images(), method, watcher);
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      Likeness likeness =
          judge.judge(drawn.stream().map(Ending.Drawn::pixels).toList(), gallery::label);
      IntSummaryStatistics evaluations =
          drawn.stream().mapToInt(picture -> picture.trace().size()).summaryStatistics();
      return new QualityReport.Row(
          model.name(),
          kind,
          method,
          evaluations.getAverage(),
          evaluations.getMin(),
          evaluations.getMax(),
          likeness.fid(),
          likeness.accuracy(),
          error(title, method, laboratory, reference),
          seconds,
          StepProfile.of(drawn.stream().map(Ending.Drawn::trace).toList()));
    }

    private @Nullable Double error(
        String title, Method method, Laboratory laboratory, List<Drawn> reference) {
      return method.exact()
          ? laboratory.error(title + ", error", gallery.order(0, method).sampling(), reference)
          : null;
    }
  }
}

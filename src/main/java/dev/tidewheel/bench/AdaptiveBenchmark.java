package dev.tidewheel.bench;

import dev.tidewheel.admission.Order;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.FloatSampler.Subject;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.ShiftedSchedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Solvers;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;

/**
 * Measures adaptive steps: how many evaluations images take, and how far they end from a fine
 * reference with the same noise, against Euler's fixed steps.
 */
public final class AdaptiveBenchmark {
  private static final int BATCH = 8;

  /** Of third order, so that the reference is far more exact than what is measured against it. */
  private static final String REFERENCE_SOLVER = "bosh3";

  private final AdaptiveBenchmarkSettings settings;
  private final FloatSampler sampler;
  private final Watcher watcher;
  private final List<Subject> subjects;
  private final Parametrisation trained;

  /**
   * Makes a benchmark.
   *
   * @param settings what is measured
   * @param model the model, loaded from the settings' folder
   * @param watcher hears how it goes
   */
  public AdaptiveBenchmark(AdaptiveBenchmarkSettings settings, ServedModel model, Watcher watcher) {
    this.settings = settings;
    this.watcher = watcher;
    this.trained = model.offer().recipe().parametrisation();
    Orders orders = new Orders(model);
    Order first = orders.order(0, 1);
    this.sampler = new FloatSampler(model, model.latents(first.width(), first.height()), BATCH);
    this.subjects = new ArrayList<>();
    for (int i = 0; i < settings.images(); i++) {
      Order order = orders.order(i, 1);
      subjects.add(new Subject(order.seed(), order.label(), order.noLabel()));
    }
  }

  /** Runs it. */
  public AdaptiveReport run() {
    Solver finest = solver(REFERENCE_SOLVER);
    List<Drawn> reference =
        draw("reference", sampling(finest, new Steps.Fixed(stepsWithin(finest))));
    List<AdaptiveReport.Line> lines = new ArrayList<>();
    for (double tolerance : settings.tolerances()) {
      lines.add(line(tolerance, reference));
    }
    return AdaptiveReport.of(settings, reference.getFirst().evaluations(), lines);
  }

  private static Solver solver(String name) {
    return Solvers.named(name)
        .orElseThrow(
            () ->
                new BenchmarkException(
                    "there is no solver '%s'; there is %s"
                        .formatted(name, String.join(", ", Solvers.names()))));
  }

  /** The most steps that cost no more evaluations than the reference may. */
  private int stepsWithin(Solver solver) {
    int steps = 1;
    while (solver.evaluations(steps + 1) <= settings.reference()) {
      steps++;
    }
    return steps;
  }

  private Sampling sampling(Solver solver, Steps steps) {
    return new Sampling(trained, solver, new ShiftedSchedule(1), steps, settings.guidance());
  }

  private List<Drawn> draw(String what, Sampling sampling) {
    watcher.stage(what, subjects.size());
    return sampler.draw(subjects, sampling, watcher);
  }

  private AdaptiveReport.Line line(double tolerance, List<Drawn> reference) {
    Steps.Adaptive steps = new Steps.Adaptive(tolerance, settings.minimum(), settings.maximum());
    List<Drawn> adaptive =
        draw("tolerance " + tolerance, sampling(solver(settings.solver()), steps));
    IntSummaryStatistics evaluations =
        adaptive.stream().mapToInt(Drawn::evaluations).summaryStatistics();
    int eulerSteps = (int) Math.ceil(evaluations.getAverage());
    List<Drawn> euler =
        draw(
            "euler, %d steps".formatted(eulerSteps),
            sampling(solver("euler"), new Steps.Fixed(eulerSteps)));
    return new AdaptiveReport.Line(
        tolerance,
        evaluations.getAverage(),
        evaluations.getMin(),
        evaluations.getMax(),
        meanError(adaptive, reference),
        eulerSteps,
        meanError(euler, reference));
  }

  private static double meanError(List<Drawn> images, List<Drawn> reference) {
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      sum += images.get(i).rmsTo(reference.get(i));
    }
    return sum / images.size();
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.bench.AdaptiveReport.Fixed;
import dev.tidewheel.bench.AdaptiveReport.Line;
import dev.tidewheel.bench.AdaptiveReport.Named;
import dev.tidewheel.bench.AdaptiveReport.Score;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.likeness.Judge;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** The passes of the adaptive benchmark for one guidance scale. */
final class AdaptivePasses {
  private static final List<Integer> EULER = List.of(4, 7, 12, 20, 40);
  private static final int FEWEST_FIXED = 4;
  private static final int MOST_FIXED = 10;

  private final AdaptiveBenchmarkSettings settings;
  private final ServedModel model;
  private final Optional<Judge> judge;
  private final double guidance;
  private final Watcher watcher;

  AdaptivePasses(
      AdaptiveBenchmarkSettings settings,
      ServedModel model,
      Optional<Judge> judge,
      double guidance,
      Watcher watcher) {
    this.settings = settings;
    this.model = model;
    this.judge = judge;
    this.guidance = guidance;
    this.watcher = watcher;
  }

  AdaptiveReport.Part run() {
    List<Sampling> best = search();
    Canvas canvas = canvas(settings.images(), settings.seed());
    List<Score> euler = euler(canvas);
    List<Named> named =
        best.stream()
            .map(sampling -> new Named(name(sampling), canvas.score(name(sampling), sampling)))
            .toList();
    ErrorCurve eulerMean = new ErrorCurve(errors(euler), EndErrors::mean);
    List<EndErrors> bests = errors(named.stream().map(Named::score).toList());
    ErrorCurve bestMean = new ErrorCurve(bests, EndErrors::mean);
    ErrorCurve bestHigh = new ErrorCurve(bests, EndErrors::p95);
    List<Fixed> fixed = fixed(canvas, eulerMean, bestMean);
    List<Line> lines = new ArrayList<>();
    for (double tolerance : settings.tolerances()) {
      lines.add(line(canvas, tolerance, eulerMean, bestHigh));
    }
    return new AdaptiveReport.Part(
        guidance,
        canvas.reference(),
        euler,
        named,
        fixed,
        lines,
        AdaptiveChecks.of(guidance, fixed, lines));
  }

  private Canvas canvas(int images, long seed) {
    return new Canvas(model, judge, images, seed, guidance, settings.reference(), watcher);
  }

  private List<Sampling> search() {
    if (settings.searched() == 0) {
      return List.of();
    }
    return new NamedSearch(canvas(settings.searched(), settings.searchSeed()), guidance).best();
  }

  private static String name(Sampling sampling) {
    return sampling.solver().name() + " " + sampling.schedule().name();
  }

  private Sampling sampling(Solver solver, Steps steps) {
    return new Sampling(
        model.offer().recipe().parametrisation(), solver, new ShiftedSchedule(1), steps, guidance);
  }

  private static List<EndErrors> errors(List<Score> scores) {
    return scores.stream().map(Score::errors).toList();
  }

  private List<Score> euler(Canvas canvas) {
    Solver euler = solver("euler");
    return EULER.stream()
        .map(steps -> canvas.score("euler, " + steps, sampling(euler, new Steps.Fixed(steps))))
        .toList();
  }

  private Solver solver(String name) {
    Optional<CalibratedSolver> calibrated = model.offer().calibrated();
    if (name.equals(CalibratedSolver.NAME)) {
      return calibrated.orElseThrow(
          () -> new BenchmarkException("the model is not calibrated: run 'tidewheel calibrate'"));
    }
    return Solvers.named(name)
        .orElseThrow(
            () ->
                new BenchmarkException(
                    "there is no solver '%s'; there is %s"
                        .formatted(name, String.join(", ", Solvers.names()))));
  }

  private List<Fixed> fixed(Canvas canvas, ErrorCurve euler, ErrorCurve best) {
    List<Fixed> fixed = new ArrayList<>();
    model
        .offer()
        .calibrated()
        .ifPresent(
            solver -> {
              for (int steps = FEWEST_FIXED; steps <= MOST_FIXED; steps++) {
                Score score =
                    canvas.score("calibrated, " + steps, sampling(solver, new Steps.Fixed(steps)));
                fixed.add(
                    new Fixed(
                        score,
                        steps / euler.evaluationsAt(score.errors().mean()),
                        steps / best.evaluationsAt(score.errors().mean())));
              }
            });
    return fixed;
  }

  private Line line(Canvas canvas, double tolerance, ErrorCurve euler, ErrorCurve best) {
    Steps.Adaptive steps = new Steps.Adaptive(tolerance, settings.minimum(), settings.maximum());
    Sampling sampling = sampling(solver(settings.solver()), steps);
    List<Drawn> drawn = canvas.draw("tolerance " + tolerance, sampling);
    Score score = canvas.score(drawn);
    EndErrors errors = score.errors();
    IntSummaryStatistics spread = drawn.stream().mapToInt(Drawn::evaluations).summaryStatistics();
    Optional<AdaptiveReport.ByLot> byLot =
        spread.getMin() < spread.getMax() && sampling.solver() instanceof CalibratedSolver solver
            ? Optional.of(
                new Lots(canvas, sampling, solver.choosing(guidance, steps)).beside(drawn))
            : Optional.empty();
    return new Line(
        tolerance,
        score,
        spread.getMin(),
        spread.getMax(),
        errors.evaluations() / euler.evaluationsAt(errors.mean()),
        errors.evaluations() / best.evaluationsAt(errors.p95()),
        byLot);
  }
}

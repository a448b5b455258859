package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.Stop;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Explicit Runge-Kutta solver with an embedded error estimate: along a grid, or with steps as long
 * as the error allows, each image by itself. The last step is as long as the way left.
 */
final class EmbeddedRungeKutta implements AdaptiveSolver {
  private final Tableau tableau;
  private final RungeKutta alongAGrid;

  EmbeddedRungeKutta(Tableau tableau) {
    this.tableau = tableau;
    this.alongAGrid = new RungeKutta(tableau);
  }

  @Override
  public String name() {
    return tableau.name();
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return alongAGrid.along(flow, grid);
  }

  @Override
  public int evaluations(int steps) {
    return alongAGrid.evaluations(steps);
  }

  @Override
  public Stage adaptive(Flow flow, Steps.Adaptive steps) {
    return new Way(flow, steps).start();
  }

  @Override
  public int fewestAdaptiveEvaluations() {
    return tableau.size();
  }

  @Override
  public int evaluationsOfAnAdaptiveStep() {
    return tableau.costOfAStep();
  }

  /** What is carried from step to step: evaluations spent, steps tried, and the error before. */
  private record Progress(int spent, int tried, double errorBefore) {
    Progress evaluated() {
      return new Progress(spent + 1, tried, errorBefore);
    }
  }

  /** One image's way. */
  private final class Way {
    private final Flow flow;
    private final Steps.Adaptive steps;
    private final ErrorControl control;

    Way(Flow flow, Steps.Adaptive steps) {
      this.flow = flow;
      this.steps = steps;
      this.control = new ErrorControl(steps.tolerance(), tableau.errorOrder());
    }

    Stage start() {
      Stop first = flow.first();
      return attempt(
          new Progress(0, 0, 1), first, flow.start(first), Optional.empty(), control.first());
    }

    private Stage attempt(
        Progress progress, Stop from, Row state, Optional<Row> slope, double proposed) {
      int cost = tableau.costOfAStep();
      int fewest = Math.ceilDiv(left(steps.minimum(), progress), cost);
      double length = StepLength.within(proposed, from.time(), fewest, affordable(progress));
      Stop to = flow.stopAt(from.time() - length);
      Progress trying = new Progress(progress.spent, progress.tried + 1, progress.errorBefore);
      RungeKuttaStep step = new RungeKuttaStep(tableau, flow, trying.tried, from, to, state, slope);
      return stage(trying, step, slope.isPresent() ? 1 : 0);
    }

    private int affordable(Progress progress) {
      return left(steps.maximum(), progress) / tableau.costOfAStep();
    }

    /** Evaluations left of a number, less the one that only the first step has. */
    private int left(int evaluations, Progress progress) {
      int first = progress.spent == 0 ? tableau.size() - tableau.costOfAStep() : 0;
      return evaluations - progress.spent - first;
    }

    private Stage stage(Progress progress, RungeKuttaStep step, int stage) {
      Evaluation.Builder evaluation = step.evaluation(stage);
      Progress spent = progress.evaluated();
      if (stage < tableau.size() - 1) {
        return evaluation.then(
            () -> Evaluation.Outcome.of(step.span(), stage(spent, step.settled(), stage + 1)));
      }
      return evaluation.thenBy(step.error(), rms -> decide(spent, step.settled(), rms));
    }

    private Evaluation.Outcome decide(Progress progress, RungeKuttaStep step, double rms) {
      double error = control.relative(rms);
      boolean accepted = error <= 1 || affordable(progress) < 1;
      return new Evaluation.Outcome(
          step.span(),
          OptionalDouble.of(control.inTolerance(rms)),
          accepted,
          accepted ? accept(progress, step, error) : retry(progress, step, error));
    }

    private Stage accept(Progress progress, RungeKuttaStep step, double error) {
      Row end = step.end();
      if (step.to().time() <= 0) {
        return new Finished(end);
      }
      Optional<Row> slope =
          tableau.evaluatesTheEnd()
              ? Optional.of(step.slope(tableau.size() - 1))
              : Optional.empty();
      double proposed = control.after(step.length(), error, progress.errorBefore);
      return attempt(
          new Progress(progress.spent, progress.tried, error), step.to(), end, slope, proposed);
    }

    private Stage retry(Progress progress, RungeKuttaStep step, double error) {
      return attempt(
          progress,
          step.from(),
          Row.register(STATE),
          Optional.of(step.slope(0)),
          control.shorter(step.length(), error));
    }
  }
}

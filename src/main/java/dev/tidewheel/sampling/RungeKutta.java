package dev.tidewheel.sampling;

import java.util.Optional;
import java.util.OptionalDouble;

/** Explicit Runge-Kutta solver: along a grid, or with steps that the embedded error decides. */
final class RungeKutta implements Solver {
  /** Register of the first slope; the others follow it. */
  private static final int SLOPES = 1;

  private final Tableau tableau;

  RungeKutta(Tableau tableau) {
    this.tableau = tableau;
  }

  @Override
  public String name() {
    return tableau.name();
  }

  @Override
  public Stage along(Flow flow, double[] grid) {
    return step(flow, grid, 1, Row.register(STATE));
  }

  @Override
  public Stage adaptive(Flow flow, double start, Steps.Adaptive steps) {
    return new Adaptive(flow, steps).start(start);
  }

  @Override
  public int evaluations(int steps) {
    int each = tableau.costOfAStep();
    return tableau.straightAtTheEnd() ? (steps - 1) * each + 1 : steps * each;
  }

  @Override
  public int fewestAdaptiveEvaluations() {
    return tableau.size();
  }

  @Override
  public int evaluationsOfAnAdaptiveStep() {
    return tableau.costOfAStep();
  }

  private Stage step(Flow flow, double[] grid, int step, Row state) {
    if (step == grid.length) {
      return new Finished(state);
    }
    Attempt attempt =
        new Attempt(
            flow, new Evaluation.Span(step, grid[step - 1], grid[step]), state, Optional.empty());
    return stage(attempt, 0, grid);
  }

  private Stage stage(Attempt attempt, int stage, double[] grid) {
    Evaluation.Span span = attempt.span;
    boolean straight = tableau.straightAtTheEnd() && span.to() <= 0;
    boolean last = straight || stage == tableau.costOfAStep() - 1;
    return attempt
        .evaluation(stage)
        .then(
            () -> {
              Attempt settled = attempt.settled();
              Row end =
                  straight ? settled.state.plus(-span.length(), settled.slope(0)) : settled.end();
              Stage next =
                  last
                      ? step(attempt.flow, grid, span.step() + 1, end)
                      : stage(settled, stage + 1, grid);
              return Evaluation.Outcome.of(span, next);
            });
  }

  /**
   * One try at a step.
   *
   * @param flow how outputs give the velocity
   * @param span where it leads
   * @param state the state at its start, as a row: the step before is carried out with this one's
   *     first evaluation
   * @param first the slope at its start, where it is known already
   */
  private final class Attempt {
    private final Flow flow;
    private final Evaluation.Span span;
    private final Row state;
    private final Optional<Row> first;

    Attempt(Flow flow, Evaluation.Span span, Row state, Optional<Row> first) {
      this.flow = flow;
      this.span = span;
      this.state = state;
      this.first = first;
    }

    /** The same once an evaluation has put state and first slope into their registers. */
    Attempt settled() {
      return new Attempt(flow, span, Row.register(STATE), Optional.of(Row.register(SLOPES)));
    }

    Row slope(int stage) {
      return stage == 0 && first.isPresent() ? first.get() : Row.register(SLOPES + stage);
    }

    double sigma(int stage) {
      return span.from() - tableau.nodes()[stage] * span.length();
    }

    Row input(int stage) {
      return combined(state, tableau.stages()[stage]);
    }

    Row end() {
      return combined(state, tableau.weights());
    }

    private Row combined(Row start, double[] weights) {
      Row sum = start;
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] != 0) {
          sum = sum.plus(-span.length() * weights[i], slope(i));
        }
      }
      return sum;
    }

    Row velocity(int stage) {
      return flow.velocity(sigma(stage), input(stage));
    }

    /** The error of the step, when its last stage has been evaluated. */
    Row error() {
      int last = tableau.size() - 1;
      double[] earlier = tableau.error().clone();
      earlier[last] = 0;
      return combined(Row.ZERO, earlier)
          .plus(-span.length() * tableau.error()[last], velocity(last));
    }

    Evaluation.Builder evaluation(int stage) {
      Evaluation.Builder evaluation = Evaluation.of(sigma(stage), input(stage)).set(STATE, state);
      first.ifPresent(slope -> evaluation.set(SLOPES, slope));
      return evaluation.set(SLOPES + stage, velocity(stage));
    }
  }

  /** Steps as long as the embedded error allows, each image by itself. */
  private final class Adaptive {
    private final Flow flow;
    private final Steps.Adaptive steps;
    private final ErrorControl control;

    Adaptive(Flow flow, Steps.Adaptive steps) {
      this.flow = flow;
      this.steps = steps;
      this.control = new ErrorControl(steps.tolerance(), tableau.errorOrder());
    }

    /** What is carried from step to step: evaluations spent, steps tried, and the error before. */
    private record Progress(int spent, int tried, double errorBefore) {
      Progress evaluated() {
        return new Progress(spent + 1, tried, errorBefore);
      }
    }

    Stage start(double sigma) {
      return attempt(
          new Progress(0, 0, 1), sigma, Row.register(STATE), Optional.empty(), control.first());
    }

    private Stage attempt(
        Progress progress, double sigma, Row state, Optional<Row> slope, double proposed) {
      int cost = tableau.costOfAStep();
      int fewest = Math.ceilDiv(left(steps.minimum(), progress), cost);
      double length = StepLength.within(proposed, sigma, fewest, affordable(progress));
      Evaluation.Span span = new Evaluation.Span(progress.tried + 1, sigma, sigma - length);
      Progress trying = new Progress(progress.spent, span.step(), progress.errorBefore);
      return stage(trying, new Attempt(flow, span, state, slope), slope.isPresent() ? 1 : 0);
    }

    private int affordable(Progress progress) {
      return left(steps.maximum(), progress) / tableau.costOfAStep();
    }

    /** Evaluations left of a number, less the one that only the first step has. */
    private int left(int evaluations, Progress progress) {
      int first = progress.spent == 0 ? tableau.size() - tableau.costOfAStep() : 0;
      return evaluations - progress.spent - first;
    }

    private Stage stage(Progress progress, Attempt attempt, int stage) {
      Evaluation.Builder evaluation = attempt.evaluation(stage);
      Progress spent = progress.evaluated();
      if (stage < tableau.size() - 1) {
        return evaluation.then(
            () -> Evaluation.Outcome.of(attempt.span, stage(spent, attempt.settled(), stage + 1)));
      }
      return evaluation.thenBy(attempt.error(), rms -> decide(spent, attempt.settled(), rms));
    }

    private Evaluation.Outcome decide(Progress progress, Attempt attempt, double rms) {
      double error = control.relative(rms);
      boolean accepted = error <= 1 || affordable(progress) < 1;
      return new Evaluation.Outcome(
          attempt.span,
          OptionalDouble.of(control.inTolerance(rms)),
          accepted,
          accepted ? accept(progress, attempt, error) : retry(progress, attempt, error));
    }

    private Stage accept(Progress progress, Attempt attempt, double error) {
      double sigma = attempt.span.to();
      Row end = attempt.end();
      if (sigma <= 0) {
        return new Finished(end);
      }
      Optional<Row> slope =
          tableau.evaluatesTheEnd()
              ? Optional.of(attempt.slope(tableau.size() - 1))
              : Optional.empty();
      double proposed = control.after(attempt.span.length(), error, progress.errorBefore);
      return attempt(
          new Progress(progress.spent, progress.tried, error), sigma, end, slope, proposed);
    }

    private Stage retry(Progress progress, Attempt attempt, double error) {
      return attempt(
          progress,
          attempt.span.from(),
          Row.register(STATE),
          Optional.of(attempt.slope(0)),
          control.shorter(attempt.span.length(), error));
    }
  }
}

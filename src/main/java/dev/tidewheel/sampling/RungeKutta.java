package dev.tidewheel.sampling;

import java.util.Optional;
import java.util.OptionalDouble;

/** Explicit Runge-Kutta solver: along a grid, or with steps that the embedded error decides. */
final class RungeKutta implements AdaptiveSolver {
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
  public Stage along(Flow flow, Grid grid) {
    return step(flow, grid, 0, grid.start());
  }

  @Override
  public Stage adaptive(Flow flow, Steps.Adaptive steps) {
    return new Adaptive(flow, steps).start();
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

  /** The step after so many others. */
  private Stage step(Flow flow, Grid grid, int done, Row state) {
    if (done == grid.steps()) {
      return new Finished(state);
    }
    Attempt attempt =
        new Attempt(flow, done + 1, grid.stop(done), grid.stop(done + 1), state, Optional.empty());
    return stage(attempt, 0, grid);
  }

  private Stage stage(Attempt attempt, int stage, Grid grid) {
    boolean straight = tableau.straightAtTheEnd() && attempt.number == grid.steps();
    boolean last = straight || stage == tableau.costOfAStep() - 1;
    return attempt
        .evaluation(stage)
        .then(
            () -> {
              Attempt settled = attempt.settled();
              Row end =
                  straight
                      ? settled.state.plus(-attempt.length(), settled.slope(0))
                      : settled.end();
              Stage next =
                  last
                      ? step(attempt.flow, grid, attempt.number, end)
                      : stage(settled, stage + 1, grid);
              return Evaluation.Outcome.of(attempt.span(), next);
            });
  }

  /**
   * One try at a step.
   *
   * @param flow the flow that it follows
   * @param number of the step, from 1
   * @param from its start
   * @param to its end
   * @param state the state at its start, as a row: the step before is carried out with this one's
   *     first evaluation
   * @param first the slope at its start, where it is known already
   */
  private final class Attempt {
    private final Flow flow;
    private final int number;
    private final Stop from;
    private final Stop to;
    private final Row state;
    private final Optional<Row> first;

    Attempt(Flow flow, int number, Stop from, Stop to, Row state, Optional<Row> first) {
      this.flow = flow;
      this.number = number;
      this.from = from;
      this.to = to;
      this.state = state;
      this.first = first;
    }

    Evaluation.Span span() {
      return Evaluation.Span.between(number, from, to);
    }

    double length() {
      return from.time() - to.time();
    }

    /** The same once an evaluation has put state and first slope into their registers. */
    Attempt settled() {
      return new Attempt(
          flow, number, from, to, Row.register(STATE), Optional.of(Row.register(SLOPES)));
    }

    Row slope(int stage) {
      return stage == 0 && first.isPresent() ? first.get() : Row.register(SLOPES + stage);
    }

    Stop stop(int stage) {
      double node = tableau.nodes()[stage];
      return node == 0 ? from : node == 1 ? to : flow.stopAt(from.time() - node * length());
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
          sum = sum.plus(-length() * weights[i], slope(i));
        }
      }
      return sum;
    }

    Sight sight(int stage) {
      return flow.look(stop(stage), input(stage));
    }

    /** The error of the step, when its last stage has been evaluated. */
    Row error() {
      int last = tableau.size() - 1;
      double[] earlier = tableau.error().clone();
      earlier[last] = 0;
      return combined(Row.ZERO, earlier)
          .plus(-length() * tableau.error()[last], sight(last).velocity());
    }

    Evaluation.Builder evaluation(int stage) {
      Sight sight = sight(stage);
      Evaluation.Builder evaluation = sight.evaluation().set(STATE, state);
      first.ifPresent(slope -> evaluation.set(SLOPES, slope));
      return evaluation.set(SLOPES + stage, sight.velocity());
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
      Attempt attempt = new Attempt(flow, trying.tried, from, to, state, slope);
      return stage(trying, attempt, slope.isPresent() ? 1 : 0);
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
            () ->
                Evaluation.Outcome.of(attempt.span(), stage(spent, attempt.settled(), stage + 1)));
      }
      return evaluation.thenBy(attempt.error(), rms -> decide(spent, attempt.settled(), rms));
    }

    private Evaluation.Outcome decide(Progress progress, Attempt attempt, double rms) {
      double error = control.relative(rms);
      boolean accepted = error <= 1 || affordable(progress) < 1;
      return new Evaluation.Outcome(
          attempt.span(),
          OptionalDouble.of(control.inTolerance(rms)),
          accepted,
          accepted ? accept(progress, attempt, error) : retry(progress, attempt, error));
    }

    private Stage accept(Progress progress, Attempt attempt, double error) {
      Row end = attempt.end();
      if (attempt.to.time() <= 0) {
        return new Finished(end);
      }
      Optional<Row> slope =
          tableau.evaluatesTheEnd()
              ? Optional.of(attempt.slope(tableau.size() - 1))
              : Optional.empty();
      double proposed = control.after(attempt.length(), error, progress.errorBefore);
      return attempt(
          new Progress(progress.spent, progress.tried, error), attempt.to, end, slope, proposed);
    }

    private Stage retry(Progress progress, Attempt attempt, double error) {
      return attempt(
          progress,
          attempt.from,
          Row.register(STATE),
          Optional.of(attempt.slope(0)),
          control.shorter(attempt.length(), error));
    }
  }
}

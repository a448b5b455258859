package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.Stop;

/**
 * Explicit multistep solver with variable steps, one evaluation a step.
 *
 * <p>Order 1 is Euler: {@code x' = x + h v}. Order 2 extrapolates the velocity along the line
 * through the last two: {@code x' = x + h ((1 + h / 2 h0) v - (h / 2 h0) v0)} with the step before
 * h0 (Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, III.5).
 *
 * <p>A step is carried out when its end is about to be evaluated, so that its length can depend on
 * the evaluation at its start.
 */
final class AdamsBashforth implements AdaptiveSolver {
  private static final int VELOCITY = 1;
  private static final int EARLIER = 2;

  private final String name;
  private final boolean secondOrder;

  private AdamsBashforth(String name, boolean secondOrder) {
    this.name = name;
    this.secondOrder = secondOrder;
  }

  static AdaptiveSolver euler() {
    return new AdamsBashforth("euler", false);
  }

  static AdaptiveSolver ab2() {
    return new AdamsBashforth("ab2", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return start(flow, new GridPace(grid));
  }

  @Override
  public Stage adaptive(Flow flow, Steps.Adaptive steps) {
    return start(flow, new VelocityChangePace(flow, steps));
  }

  @Override
  public int evaluations(int steps) {
    return steps;
  }

  @Override
  public int fewestAdaptiveEvaluations() {
    return 1;
  }

  @Override
  public int evaluationsOfAnAdaptiveStep() {
    return 1;
  }

  /**
   * The start of a step: the state there is a row, since the step before is not carried out yet.
   */
  private record Point(int step, Stop stop, Row state, double lengthBefore) {}

  private Stage start(Flow flow, Pace pace) {
    return evaluate(flow, pace, new Point(1, pace.first(), pace.start(), 0));
  }

  private Stage evaluate(Flow flow, Pace pace, Point at) {
    Sight sight = flow.look(at.stop, at.state);
    Row velocity = sight.velocity();
    Evaluation.Builder evaluation =
        sight
            .evaluation()
            .set(STATE, at.state)
            .set(VELOCITY, velocity)
            .set(EARLIER, Row.register(VELOCITY));
    if (at.step == 1 || !pace.adaptive()) {
      return evaluation.then(() -> advance(flow, pace, at, Double.NaN));
    }
    Row change = velocity.minus(Row.register(VELOCITY));
    return evaluation.thenBy(change, rms -> advance(flow, pace, at, rms / at.lengthBefore));
  }

  private Evaluation.Outcome advance(Flow flow, Pace pace, Point at, double bend) {
    Stop to = pace.next(at.step, at.stop, at.lengthBefore, bend);
    double length = at.stop.time() - to.time();
    Row state = Row.register(STATE).plus(-length, slope(at, length));
    Stage next =
        pace.ends(at.step, to)
            ? new Finished(state)
            : evaluate(flow, pace, new Point(at.step + 1, to, state, length));
    return new Evaluation.Outcome(
        Evaluation.Span.between(at.step, at.stop, to), pace.estimate(length, bend), true, next);
  }

  private Row slope(Point at, double length) {
    Row velocity = Row.register(VELOCITY);
    if (!secondOrder || at.step == 1) {
      return velocity;
    }
    double lean = length / (2 * at.lengthBefore);
    return velocity.times(1 + lean).plus(-lean, Row.register(EARLIER));
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.Stop;
import java.util.OptionalDouble;

/**
 * Steps as long as the change of velocity allows: an estimate that costs no evaluation.
 *
 * <p>Where the velocity changes by a in a unit of time, a straight step of length l misses by
 * {@code l^2 a / 2}. The next step is the one that misses by the local tolerance.
 */
final class VelocityChangePace implements Pace {
  /**
   * Bend assumed before the first step has shown one: noise and data have a root mean square of
   * about 1.
   */
  private static final double FIRST_BEND = 1;

  /** Longest step, as a multiple of the one before: the bend of a long step is not known yet. */
  private static final double GROWTH = 2.5;

  private final Flow flow;
  private final double local;
  private final Steps.Adaptive steps;

  VelocityChangePace(Flow flow, Steps.Adaptive steps) {
    this.flow = flow;
    this.local = LocalError.ofTolerance(steps.tolerance());
    this.steps = steps;
  }

  @Override
  public Stop first() {
    return flow.first();
  }

  @Override
  public Row start() {
    return flow.start(first());
  }

  @Override
  public Stop next(int step, Stop from, double lengthBefore, double bend) {
    double proposed =
        step == 1 ? longest(FIRST_BEND) : Math.min(longest(bend), GROWTH * lengthBefore);
    int done = step - 1;
    double left = from.time();
    return flow.stopAt(
        left - StepLength.within(proposed, left, steps.minimum() - done, steps.maximum() - done));
  }

  @Override
  public boolean ends(int step, Stop at) {
    return at.time() <= 0;
  }

  private double longest(double bend) {
    return Math.sqrt(2 * local / Math.max(bend, Double.MIN_NORMAL));
  }

  @Override
  public boolean adaptive() {
    return true;
  }

  @Override
  public OptionalDouble estimate(double length, double bend) {
    return Double.isNaN(bend)
        ? OptionalDouble.empty()
        : OptionalDouble.of(LocalError.toTolerance(length * length * bend / 2));
  }
}

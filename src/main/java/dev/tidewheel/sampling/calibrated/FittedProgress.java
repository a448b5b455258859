package dev.tidewheel.sampling.calibrated;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Stop;
import java.util.OptionalDouble;

/**
 * Walks fitted ways.
 *
 * <p>A step is carried out when its end is about to be evaluated, so that the second evaluation can
 * still decide which way it belongs to. Registers: the state, the last velocities, the last
 * differences.
 *
 * @param flow along the rectified path
 */
record FittedProgress(Flow flow) {
  private static final int VELOCITY = 1;
  private static final int DIFFERENCE = VELOCITY + FittedStep.VELOCITIES;

  /** A way to the end. */
  Stage along(FittedWay way) {
    return follow(way, 0, start(way), OptionalDouble.empty());
  }

  /** The way that the image chooses after the evaluations that all members share. */
  Stage choosing(FittedFamily family, double tolerance) {
    FittedWay any = family.members().getFirst();
    Row start = start(any);
    return family.members().size() == 1
        ? follow(any, 0, start, OptionalDouble.of(any.error()))
        : together(family, tolerance, 0, start, 0);
  }

  /**
   * The evaluations that all members share.
   *
   * @param before the sign that the evaluation before gave; the first two give none that counts
   */
  private Stage together(
      FittedFamily family, double tolerance, int index, Row state, double before) {
    FittedWay any = family.members().getFirst();
    Sight sight = flow.look(stop(any, index), state);
    Evaluation.Builder evaluation = evaluation(sight, state);
    Row after = after(any.steps().get(index));
    if (index == 0) {
      return evaluation.then(
          () -> Evaluation.Outcome.of(span(any, 0), together(family, tolerance, 1, after, before)));
    }
    return evaluation.thenBy(
        sight.velocity().minus(Row.register(VELOCITY)),
        rms -> {
          double sign = Math.log(rms);
          return index + 1 < family.shared()
              ? Evaluation.Outcome.of(
                  span(any, index), together(family, tolerance, index + 1, after, sign))
              : chosen(family, tolerance, new double[] {before, sign});
        });
  }

  private Evaluation.Outcome chosen(FittedFamily family, double tolerance, double[] signs) {
    double factor = family.factor(signs);
    FittedWay way = family.usual(tolerance / factor).orElseGet(family.members()::getLast);
    OptionalDouble expected = OptionalDouble.of(way.error() * factor);
    int last = family.shared() - 1;
    Stage next = follow(way, family.shared(), after(way.steps().get(last)), expected);
    return new Evaluation.Outcome(span(way, last), expected, true, next);
  }

  private Stage follow(FittedWay way, int index, Row state, OptionalDouble expected) {
    if (index == way.evaluations()) {
      return new Finished(state);
    }
    return evaluation(flow.look(stop(way, index), state), state)
        .then(
            () ->
                new Evaluation.Outcome(
                    span(way, index),
                    expected,
                    true,
                    follow(way, index + 1, after(way.steps().get(index)), expected)));
  }

  /** All of the noise there is, as much as there is of it where the way begins. */
  private Row start(FittedWay way) {
    Stop most = flow.first();
    return flow.start(most).times(way.steps().getFirst().share() / most.time());
  }

  private Stop stop(FittedWay way, int index) {
    return flow.stopAt(way.steps().get(index).share());
  }

  private static Evaluation.Span span(FittedWay way, int index) {
    return new Evaluation.Span(index + 1, way.steps().get(index).share(), way.endOf(index));
  }

  /** Puts the state and what the network says of it into the registers. */
  private Evaluation.Builder evaluation(Sight sight, Row state) {
    Evaluation.Builder evaluation = sight.evaluation().set(Solver.STATE, state);
    remember(evaluation, VELOCITY, FittedStep.VELOCITIES, sight.velocity());
    if (flow.guided()) {
      remember(evaluation, DIFFERENCE, FittedStep.DIFFERENCES, difference(sight, state));
    }
    return evaluation;
  }

  private static void remember(Evaluation.Builder evaluation, int first, int count, Row newest) {
    for (int i = count - 1; i > 0; i--) {
      evaluation.set(first + i, Row.register(first + i - 1));
    }
    evaluation.set(first, newest);
  }

  /** The conditional velocity less the unconditional one. */
  private Row difference(Sight sight, Row state) {
    Flow conditional = new Flow(flow.model(), flow.path(), 1);
    Row plain = conditional.look(sight.stop(), state).velocity();
    return sight.velocity().minus(plain).times(1 / (flow.guidance().scale() - 1));
  }

  /** The state after a step, when its evaluation has filled the registers. */
  private Row after(FittedStep step) {
    Row sum = Row.register(Solver.STATE).times(step.state());
    for (int i = 0; i < step.velocities().size(); i++) {
      sum = sum.plus(step.velocities().get(i), Row.register(VELOCITY + i));
    }
    for (int i = 0; flow.guided() && i < step.differences().size(); i++) {
      sum = sum.plus(step.differences().get(i), Row.register(DIFFERENCE + i));
    }
    return sum;
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stop;
import java.util.Optional;

/**
 * One try at a step of a Runge-Kutta method.
 *
 * @param tableau the method
 * @param flow the flow that it follows
 * @param number of the step, from 1
 * @param from its start
 * @param to its end
 * @param state the state at its start, as a row: the step before is carried out with this one's
 *     first evaluation
 * @param first the slope at its start, where it is known already
 */
record RungeKuttaStep(
    Tableau tableau, Flow flow, int number, Stop from, Stop to, Row state, Optional<Row> first) {
  /** Register of the first slope; the others follow it. */
  private static final int SLOPES = 1;

  Evaluation.Span span() {
    return Evaluation.Span.between(number, from, to);
  }

  double length() {
    return from.time() - to.time();
  }

  /** The same once an evaluation has put state and first slope into their registers. */
  RungeKuttaStep settled() {
    return new RungeKuttaStep(
        tableau,
        flow,
        number,
        from,
        to,
        Row.register(Solver.STATE),
        Optional.of(Row.register(SLOPES)));
  }

  /** The slope of a stage that has been evaluated. */
  Row slope(int stage) {
    return stage == 0 && first.isPresent() ? first.get() : Row.register(SLOPES + stage);
  }

  /** The step's end. */
  Row end() {
    return combined(state, tableau.weights());
  }

  /** The end of a straight step. */
  Row straightEnd() {
    return state.plus(-length(), slope(0));
  }

  /** The error of the step, when its last stage has been evaluated. */
  Row error() {
    int last = tableau.size() - 1;
    double[] earlier = tableau.error().clone();
    earlier[last] = 0;
    return combined(Row.ZERO, earlier)
        .plus(-length() * tableau.error()[last], sight(last).velocity());
  }

  /** The evaluation of a stage. */
  Evaluation.Builder evaluation(int stage) {
    Sight sight = sight(stage);
    Evaluation.Builder evaluation = sight.evaluation().set(Solver.STATE, state);
    first.ifPresent(slope -> evaluation.set(SLOPES, slope));
    return evaluation.set(SLOPES + stage, sight.velocity());
  }

  private Sight sight(int stage) {
    return flow.look(stop(stage), combined(state, tableau.stages()[stage]));
  }

  private Stop stop(int stage) {
    double node = tableau.nodes()[stage];
    return node == 0 ? from : node == 1 ? to : flow.stopAt(from.time() - node * length());
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
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.Place;

/** A solver whose every step is one evaluation and knows nothing of the steps before. */
interface SingleStepSolver extends Solver {
  /**
   * What becomes of the state in a step.
   *
   * @param flow the flow that is followed
   * @param sight what is seen at the step's start; its bounded data may be used
   * @param to where the step leads
   * @param last whether it is the last one
   * @return a row over the state, the output and fresh noise
   */
  Row step(Flow flow, Sight sight, Place to, boolean last);

  @Override
  default Stage along(Flow flow, Grid grid) {
    return from(flow, grid, 0, grid.start());
  }

  private Stage from(Flow flow, Grid grid, int index, Row state) {
    if (index == grid.steps()) {
      return new Finished(state);
    }
    Sight sight = flow.look(grid.stop(index), state);
    Row end = step(flow, sight, grid.landing(index), index == grid.steps() - 1);
    return sight
        .boundedEvaluation()
        .set(STATE, end)
        .then(
            () ->
                Evaluation.Outcome.of(
                    grid.span(index), from(flow, grid, index + 1, Row.register(STATE))));
  }

  @Override
  default int evaluations(int steps) {
    return steps;
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import java.util.Optional;

/**
 * Explicit Runge-Kutta solver along a grid.
 *
 * @param tableau its coefficients
 */
record RungeKutta(Tableau tableau) implements Solver {
  @Override
  public String name() {
    return tableau.name();
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return step(flow, grid, 0, grid.start());
  }

  @Override
  public int evaluations(int steps) {
    int each = tableau.costOfAStep();
    return tableau.straightAtTheEnd() ? (steps - 1) * each + 1 : steps * each;
  }

  /** The step after so many others. */
  private Stage step(Flow flow, Grid grid, int done, Row state) {
    if (done == grid.steps()) {
      return new Finished(state);
    }
    RungeKuttaStep step =
        new RungeKuttaStep(
            tableau, flow, done + 1, grid.stop(done), grid.stop(done + 1), state, Optional.empty());
    return stage(step, 0, grid);
  }

  private Stage stage(RungeKuttaStep step, int stage, Grid grid) {
    boolean straight = tableau.straightAtTheEnd() && step.number() == grid.steps();
    boolean last = straight || stage == tableau.costOfAStep() - 1;
    return step.evaluation(stage)
        .then(
            () -> {
              RungeKuttaStep settled = step.settled();
              Row end = straight ? settled.straightEnd() : settled.end();
              return Evaluation.Outcome.of(
                  step.span(),
                  last
                      ? step(step.flow(), grid, step.number(), end)
                      : stage(settled, stage + 1, grid));
            });
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Stop;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network that is told two times and answers with the mean velocity between them: {@code x' = x +
 * (t' - t) u(x, t, t')} on the rectified path, exact for steps of any length (Geng et al. 2025,
 * arXiv 2505.13447, MeanFlow).
 */
final class FlowMap implements Solver {
  @Override
  public String name() {
    return "flow-map";
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return step(flow, grid, 0, grid.start());
  }

  private Stage step(Flow flow, Grid grid, int done, Row state) {
    if (done == grid.steps()) {
      return new Finished(state);
    }
    Stop from = grid.stop(done);
    Stop to = grid.stop(done + 1);
    Row end = state.plus(to.time() - from.time(), flow.output(from));
    Supplier<Evaluation.Outcome> next =
        () ->
            Evaluation.Outcome.of(grid.span(done), step(flow, grid, done + 1, Row.register(STATE)));
    return flow.look(from, state).evaluation().target(to.networkTime()).set(STATE, end).then(next);
  }

  @Override
  public int evaluations(int steps) {
    return steps;
  }

  @Override
  public Optional<String> objection(Parametrisation model) {
    return model.prediction() == DirectPrediction.MEAN_VELOCITY
        ? Optional.empty()
        : Optional.of("needs a network that is told where its answer leads");
  }
}

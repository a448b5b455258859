package dev.tidewheel.sampling;

/**
 * Steps to the expected data and back to the next level with fresh noise: {@code x' = a' D + s' z}
 * (Song et al. 2023, arXiv 2303.01469, algorithm 1, for any network).
 */
public final class Renoise implements Solver {
  @Override
  public String name() {
    return "renoise";
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return step(flow, grid, 0, grid.start());
  }

  @Override
  public int evaluations(int steps) {
    return steps;
  }

  private static Stage step(Flow flow, Grid grid, int index, Row state) {
    if (index == grid.steps()) {
      return new Finished(state);
    }
    Sight sight = flow.look(grid.stop(index), state);
    Level to = grid.stop(index + 1).level();
    return sight
        .evaluation()
        .set(STATE, new Estimate(sight.estimate().data(), Row.FRESH).at(to))
        .then(
            () ->
                Evaluation.Outcome.of(
                    grid.span(index), step(flow, grid, index + 1, Row.register(STATE))));
  }
}

package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.RectifiedPath;

/**
 * How one image is drawn.
 *
 * @param model how the network was trained
 * @param solver the rule that takes the steps
 * @param schedule the grid of fixed steps; adaptive steps lay their own
 * @param steps how many
 * @param guidance classifier-free guidance scale; 1 means none
 */
public record Sampling(
    Parametrisation model, Solver solver, Schedule schedule, Steps steps, double guidance) {
  /**
   * The image's way, from register 0 holding unit noise.
   *
   * @throws IllegalArgumentException if steps are adaptive and the solver only walks grids
   */
  public Stage start() {
    return switch (steps) {
      case Steps.Fixed fixed -> {
        Grid grid = schedule.lay(fixed.count(), model);
        yield solver.along(new Flow(model, grid.path(), guidance), grid);
      }
      case Steps.Adaptive adaptive -> {
        if (!(solver instanceof AdaptiveSolver self)) {
          throw new IllegalArgumentException("solver " + solver.name() + " takes fixed steps");
        }
        yield self.adaptive(new Flow(model, RectifiedPath.INSTANCE, guidance), adaptive);
      }
    };
  }

  /** Whether every evaluation needs the unconditional output too. */
  public boolean guided() {
    return guidance > 1;
  }
}

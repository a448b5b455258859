package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * Euler's step, shortened, and fresh noise up to where the step leads (ancestral sampling; Karras
 * et al. 2022, arXiv 2206.00364, appendix B, as Crowson's k-diffusion takes it).
 *
 * <p>With r the noise for a unit of data, r' the one that the step leads to, {@code u = r' sqrt(1 -
 * r'^2 / r^2)} and {@code d = sqrt(r'^2 - u^2)}: {@code x' = a' (D + d N + u z)}. In floats, as
 * diffusers has it.
 */
final class EulerAncestral implements SingleStepSolver {
  /** Squares of larger numbers are no floats; what begins there is noise alone. */
  private static final float PURE_NOISE = 1e18f;

  @Override
  public String name() {
    return "euler-ancestral";
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    for (int i = 0; i < grid.steps(); i++) {
      if (Float.isNaN(kept(grid.stop(i).level(), grid.landing(i).level()))) {
        throw new IllegalArgumentException(
            "solver euler-ancestral has no number for step %d, which falls too far; take more steps"
                .formatted(i + 1));
      }
    }
    return SingleStepSolver.super.along(flow, grid);
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    Level level = to.level();
    return sight
        .boundedData()
        .plus(kept(sight.level(), level), sight.estimate().noise())
        .plus(fresh(sight.level(), level), Row.FRESH)
        .times(level.data());
  }

  private static float fresh(Level from, Level to) {
    float ratio = (float) from.ratio();
    float next = (float) to.ratio();
    return ratio > PURE_NOISE
        ? next
        : root(next * next * (ratio * ratio - next * next) / (ratio * ratio));
  }

  private static float kept(Level from, Level to) {
    float next = (float) to.ratio();
    float fresh = fresh(from, to);
    return root(next * next - fresh * fresh);
  }

  private static float root(float square) {
    return (float) Math.sqrt(square);
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * Denoising diffusion implicit models (Song et al. 2020, arXiv 2010.02502, equations 12 and 16).
 *
 * <p>With q the share of the data in the variance, q' the one that the step leads to, and {@code
 * d^2 = eta^2 (1 - q') / (1 - q) (1 - q / q')}: {@code x' = sqrt(q') D + sqrt(1 - q' - d^2) N + d
 * z}. In floats, as diffusers has it: neighbouring shares are so near that the rounding shows.
 *
 * @param eta share of the noise that is drawn anew: 0 for none, 1 for as much as training added
 */
record Ddim(double eta) implements SingleStepSolver {
  /** What is left of nothing after some roundings of numbers near 1. */
  private static final float ROUNDING = 3e-7f;

  @Override
  public String name() {
    return eta == 0 ? "ddim" : "ddim:" + eta;
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    for (int i = 0; grid.path() instanceof DiscretePath && i < grid.steps(); i++) {
      if (!(keptVariance(grid.stop(i).level(), grid.landing(i).level()) >= 0)) {
        throw new IllegalArgumentException(
            "eta %s asks for more noise than step %d leads to; take a smaller one"
                .formatted(eta, i + 1));
      }
    }
    return SingleStepSolver.super.along(flow, grid);
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    Level level = to.level();
    double kept = Math.sqrt(Math.max(0, keptVariance(sight.level(), level)));
    return sight
        .boundedData()
        .times(Math.sqrt(level.kept()))
        .plus(kept, sight.estimate().noise())
        .plus(deviation(sight.level(), level), Row.FRESH)
        .times(level.scale());
  }

  private float deviation(Level from, Level to) {
    float kept = (float) from.kept();
    float next = (float) to.kept();
    float variance = (1 - next) / (1 - kept) * (1 - kept / next);
    return (float) eta * (float) Math.sqrt(variance);
  }

  private float keptVariance(Level from, Level to) {
    float deviation = deviation(from, to);
    float variance = 1 - (float) to.kept() - deviation * deviation;
    return from.data() == 0 && Math.abs(variance) < ROUNDING ? 0 : variance;
  }
}

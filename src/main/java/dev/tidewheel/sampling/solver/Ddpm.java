package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * The reverse of training's own chain (Ho et al. 2020, arXiv 2006.11239, equations 7 and 11).
 *
 * <p>With q the share of the data in the variance, q' the one that the step leads to, and {@code b
 * = 1 - q / q'}: {@code x' = (sqrt(q') b D + sqrt(q / q') (1 - q') x) / (1 - q) + d z}. In floats,
 * as diffusers has it: neighbouring shares are so near that the rounding shows. No noise is drawn
 * at training time 0.
 *
 * @param name its name
 * @param variance d^2
 */
record Ddpm(String name, Variance variance) implements SingleStepSolver {
  /** How much noise a step adds. */
  enum Variance {
    /** {@code (1 - q') / (1 - q) b}: right where the data is a single point. */
    SMALL,
    /** {@code b}: right where the data is unit noise. */
    LARGE
  }

  private static final float LEAST = 1e-20f;

  static Ddpm small() {
    return new Ddpm("ddpm", Variance.SMALL);
  }

  static Ddpm large() {
    return new Ddpm("ddpm:large", Variance.LARGE);
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    Level from = sight.level();
    float kept = (float) from.kept();
    float next = (float) to.level().kept();
    float step = kept / next;
    float beta = 1 - step;
    float ofData = (float) Math.sqrt(next) * beta / (1 - kept);
    float ofState = (float) Math.sqrt(step) * (1 - next) / (1 - kept);
    Row end = sight.boundedData().times(ofData).plus(ofState / from.scale(), sight.state());
    if (sight.stop().time() > 0) {
      float small = Math.max((1 - next) / (1 - kept) * beta, LEAST);
      end = end.plus(Math.sqrt(variance == Variance.SMALL ? small : beta), Row.FRESH);
    }
    return end.times(to.level().scale());
  }
}

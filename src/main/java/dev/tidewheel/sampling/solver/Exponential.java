package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Estimate;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.path.Level;

/**
 * The equations of diffusion in the half log-SNR lambda, whose linear part is integrated exactly:
 * {@code x' = keep x - weight (z phi_1(z) D0 + z phi_2(z) D1 + ...) + noise fresh}, where the D are
 * the derivatives of the data or of the noise by lambda, in steps of this step's length (Lu et al.
 * 2022, arXiv 2206.00927 and 2211.01095).
 */
public enum Exponential {
  /** The ODE, with the data as what is extrapolated (DPM-Solver++). */
  DATA {
    @Override
    Step step(Level from, Level to, double h) {
      return new Step(to.noise() / from.noise(), to.data(), -h, 0);
    }
  },

  /** The ODE, with the noise as what is extrapolated (DPM-Solver). */
  NOISE {
    @Override
    Step step(Level from, Level to, double h) {
      return new Step(to.data() / from.data(), to.noise(), h, 0);
    }
  },

  /** The SDE of the data (SDE-DPM-Solver++). */
  DATA_SDE {
    @Override
    Step step(Level from, Level to, double h) {
      return new Step(
          to.noise() / from.noise() * Math.exp(-h),
          to.data(),
          -2 * h,
          to.noise() * Math.sqrt(-Math.expm1(-2 * h)));
    }
  },

  /** The SDE of the noise (SDE-DPM-Solver). */
  NOISE_SDE {
    @Override
    Step step(Level from, Level to, double h) {
      return new Step(
          to.data() / from.data(), 2 * to.noise(), h, to.noise() * Math.sqrt(Math.expm1(2 * h)));
    }
  };

  /**
   * The constants of a step.
   *
   * @param keep weight of the state
   * @param weight of all derivatives together
   * @param z argument of the phi functions
   * @param noise weight of the fresh noise
   */
  record Step(double keep, double weight, double z, double noise) {
    /** The end of the step if the prediction stood still. */
    Row firstOrder(Row state, Row prediction) {
      Row end = state.times(keep).plus(-weight * Phi.times(z, 1), prediction);
      return noise == 0 ? end : end.plus(noise, Row.FRESH);
    }
  }

  /**
   * A step between two levels.
   *
   * @param h the difference of lambda
   */
  abstract Step step(Level from, Level to, double h);

  /** Whether two levels have the same lambda in floats, between which diffusers divides by zero. */
  static boolean sameInFloats(Level from, Level to) {
    return floatLambda(from) == floatLambda(to);
  }

  private static float floatLambda(Level level) {
    return (float) Math.log((float) level.data()) - (float) Math.log((float) level.noise());
  }

  /** What is extrapolated; where the data has bounds, the noise is that which it leaves. */
  Row prediction(Sight sight) {
    if (this == DATA || this == DATA_SDE) {
      return sight.boundedData();
    }
    return sight.bounded().isPresent()
        ? Estimate.ofData(Row.SHAPED, sight.state(), sight.level()).noise()
        : sight.estimate().noise();
  }
}

package dev.tidewheel.sampling;

/**
 * How many steps of a grid a way leaves out that begins with a picture, as diffusers' image to
 * image pipelines count them.
 */
public enum StrengthRule {
  /** Takes {@code floor(n s)} steps: Stable Diffusion. */
  STEPS_TAKEN_ROUNDED_DOWN {
    @Override
    int skipped(int steps, double strength) {
      return steps - (int) (steps * strength);
    }
  },
  /** Leaves {@code floor(n - n s)} steps out: FLUX and Stable Diffusion 3. */
  STEPS_SKIPPED_ROUNDED_DOWN {
    @Override
    int skipped(int steps, double strength) {
      return (int) (steps - steps * strength);
    }
  },
  /**
   * Takes all steps, and lays them where fewer of the distilled ones are left: latent consistency
   * models. Any other schedule is begun as Stable Diffusion's are.
   */
  SCHEDULE_SHORTENED {
    @Override
    int skipped(int steps, double strength) {
      return STEPS_TAKEN_ROUNDED_DOWN.skipped(steps, strength);
    }
  };

  /**
   * Steps that are left out.
   *
   * @param steps steps of the whole grid
   * @param strength above 0 and up to 1
   */
  abstract int skipped(int steps, double strength);
}

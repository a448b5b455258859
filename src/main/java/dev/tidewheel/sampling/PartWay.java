package dev.tidewheel.sampling;

/**
 * A way that begins with a picture instead of noise: noise is mixed into it, and the steps before
 * that place are left out (SDEdit; Meng et al. 2021, arXiv 2108.01073).
 *
 * @param strength how far back towards the noise it begins: above 0 and up to 1, where nothing is
 *     left out
 * @param rule from the strength to a step
 */
public record PartWay(double strength, StrengthRule rule) {
  /** Steps of a grid that shows where an adaptive way begins: enough for the strength's digits. */
  private static final int FINE = 1000;

  /** Refuses a strength that means nothing. */
  public PartWay {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException("a strength is above 0 and up to 1, not " + strength);
    }
  }

  /** The schedule that the steps are laid by. */
  Schedule schedule(Schedule whole) {
    return rule == StrengthRule.SCHEDULE_SHORTENED
        ? whole.shortened(strength).orElse(whole)
        : whole;
  }

  /**
   * Steps of the laid schedule that are left out.
   *
   * @param steps its steps
   * @param whole the schedule of a way that begins with noise
   * @throws IllegalArgumentException if none is left
   */
  public int skipped(int steps, Schedule whole) {
    if (!schedule(whole).equals(whole)) {
      return 0;
    }
    int skipped = rule.skipped(steps, strength);
    if (skipped >= steps) {
      throw new IllegalArgumentException(
          "strength %s leaves none of %d steps; raise one of them".formatted(strength, steps));
    }
    return skipped;
  }

  /** Share of the noise at which an adaptive way begins: where a fine grid of the schedule does. */
  double share(Schedule schedule, Parametrisation model) {
    return schedule.lay(FINE, model).stop(skipped(FINE, schedule)).level().share();
  }
}

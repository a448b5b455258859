package dev.tidewheel.sampling;

/**
 * How one image is drawn.
 *
 * @param solver the rule that takes the steps
 * @param schedule the grid of fixed steps; adaptive steps lay their own
 * @param steps how many
 * @param guidance classifier-free guidance scale; 1 means none
 */
public record Sampling(Solver solver, Schedule schedule, Steps steps, double guidance) {
  /** The image's way, from register 0 holding its noise. */
  public Stage start(Prediction prediction) {
    Flow flow = new Flow(prediction, guidance);
    return switch (steps) {
      case Steps.Fixed fixed -> solver.along(flow, schedule.sigmas(fixed.count()));
      case Steps.Adaptive adaptive -> solver.adaptive(flow, 1, adaptive);
    };
  }

  /** Whether every evaluation needs the unconditional output too. */
  public boolean guided() {
    return guidance > 1;
  }
}

package dev.tidewheel.calibration;

/** The velocities along which probe images move on the rectified path. */
public interface VelocityField {
  /** Number of probe images. */
  int images();

  /** States at the most noise, one for each image. */
  double[][] start();

  /** Share of the noise there. */
  double first();

  /** Whether differences between conditional and unconditional velocities exist. */
  boolean guided();

  /**
   * Evaluates many states at one time.
   *
   * @param share share of the noise
   * @param states the states
   * @param images the image that each state belongs to
   */
  Velocities at(double share, double[][] states, int[] images);

  /**
   * What an evaluation gives.
   *
   * @param guided the velocity to follow, one for each state
   * @param differences the conditional velocity less the unconditional one; empty without guidance
   */
  record Velocities(double[][] guided, double[][] differences) {}
}

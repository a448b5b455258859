package dev.tidewheel.sampling;

/**
 * A rule that takes a state from noise to data by evaluations of the velocity. Register 0 holds the
 * state.
 */
public interface Solver {
  /** The register that holds the state at the start. */
  int STATE = 0;

  /** The name by which a request asks for it. */
  String name();

  /**
   * The way along a grid.
   *
   * @param flow how outputs give the velocity
   * @param grid strictly falling times that end at 0
   */
  Stage along(Flow flow, double[] grid);

  /**
   * The way that the image itself decides.
   *
   * @param flow how outputs give the velocity
   * @param start first time, usually 1
   * @param steps tolerance and limits
   */
  Stage adaptive(Flow flow, double start, Steps.Adaptive steps);

  /**
   * Evaluations that a grid costs.
   *
   * @param steps number of its steps
   */
  int evaluations(int steps);

  /** The fewest evaluations in which its adaptive way can reach the data. */
  int fewestAdaptiveEvaluations();

  /** Evaluations that each further adaptive step costs. */
  int evaluationsOfAnAdaptiveStep();
}

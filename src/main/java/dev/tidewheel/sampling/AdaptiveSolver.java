package dev.tidewheel.sampling;

/** A solver that can also lay its steps on the way, as each image needs them. */
public interface AdaptiveSolver extends Solver {
  /**
   * The way that the image itself decides, from the start of the flow's path.
   *
   * @param steps tolerance and limits
   */
  Stage adaptive(Flow flow, Steps.Adaptive steps);

  /** The fewest evaluations in which its adaptive way can reach the data. */
  int fewestAdaptiveEvaluations();

  /** Evaluations that each further adaptive step costs. */
  int evaluationsOfAnAdaptiveStep();
}

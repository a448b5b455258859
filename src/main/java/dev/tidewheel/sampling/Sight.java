package dev.tidewheel.sampling;

/**
 * What the network is shown at a stop, and what its output says.
 *
 * @param stop where
 * @param input the row that it is shown
 * @param estimate data and noise, as rows of state and output
 */
public record Sight(Stop stop, Row input, Estimate estimate) {
  /** The state's derivative by the path's time. */
  public Row velocity() {
    return estimate.velocity(stop.place().slope());
  }

  /** Starts to describe the evaluation. */
  public Evaluation.Builder evaluation() {
    return Evaluation.of(stop.level().share(), stop.networkTime(), input);
  }
}

package dev.tidewheel.sampling;

import java.util.Optional;

/**
 * What the network is shown at a stop, and what its output says.
 *
 * @param stop where
 * @param input the row that it is shown
 * @param estimate data and noise, as rows of state and output
 * @param shaped the data before it was brought within bounds, where there are any
 */
public record Sight(Stop stop, Row input, Estimate estimate, Optional<Evaluation.Shaped> shaped) {
  /** A look without bounds. */
  Sight(Stop stop, Row input, Estimate estimate) {
    this(stop, input, estimate, Optional.empty());
  }

  /**
   * The same with the data in bounds, and the noise that the state then holds.
   *
   * @param state the state at the stop
   */
  Sight within(Optional<Shaping> bounds, Row state) {
    return bounds
        .map(
            shaping ->
                new Sight(
                    stop,
                    input,
                    Estimate.ofData(Row.SHAPED, state, stop.level()),
                    Optional.of(new Evaluation.Shaped(estimate.data(), shaping))))
        .orElse(this);
  }

  /** The state's derivative by the path's time. */
  public Row velocity() {
    return estimate.velocity(stop.place().slope());
  }

  /** Starts to describe the evaluation. */
  public Evaluation.Builder evaluation() {
    Evaluation.Builder evaluation = Evaluation.of(stop.level().share(), stop.networkTime(), input);
    shaped.ifPresent(data -> evaluation.shape(data.row(), data.shaping()));
    return evaluation;
  }
}

package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import java.util.Optional;

/**
 * What the network is shown at a stop, and what its output says.
 *
 * @param stop where
 * @param state the state there
 * @param input the row that it is shown
 * @param estimate data and noise, as rows of state and output
 * @param guidance how the output is guided
 * @param bounded the data to be kept where data can be, where the model's files say so
 */
public record Sight(
    Stop stop,
    Row state,
    Row input,
    Estimate estimate,
    Guidance guidance,
    Optional<Evaluation.Shaped> bounded) {
  /** The state's derivative by the path's time. */
  public Row velocity() {
    return estimate.velocity(stop.place().slope());
  }

  /** Starts to describe the evaluation. */
  public Evaluation.Builder evaluation() {
    return Evaluation.of(stop.level().share(), stop.networkTime(), input).guided(guidance);
  }

  /** The same, with {@link #boundedData} at hand. */
  public Evaluation.Builder boundedEvaluation() {
    Evaluation.Builder evaluation = evaluation();
    bounded.ifPresent(data -> evaluation.shape(data.row(), data.shaping()));
    return evaluation;
  }

  /** What a state holds here. */
  public Level level() {
    return stop.level();
  }

  /** The data that the output says, within the model's bounds. */
  public Row boundedData() {
    return bounded.isPresent() ? Row.SHAPED : estimate.data();
  }
}

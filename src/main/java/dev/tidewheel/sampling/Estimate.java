package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;

/**
 * What an output of the network says of a state.
 *
 * @param data the data that is expected, as a row
 * @param noise the noise that is expected, as a row
 */
public record Estimate(Row data, Row noise) {
  /** The state's derivative by the path's time. */
  public Row velocity(Level slope) {
    return data.times(slope.data()).plus(slope.noise(), noise);
  }

  /** The state that holds this data and this noise at a level. */
  public Row at(Level level) {
    return data.times(level.data()).plus(level.noise(), noise);
  }

  /** The same noise, with the data that a state of a level then holds, or the other way round. */
  public static Estimate ofData(Row data, Row state, Level level) {
    return new Estimate(data, state.plus(-level.data(), data).times(1 / level.noise()));
  }
}

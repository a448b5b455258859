package dev.tidewheel.sampling;

import java.util.Optional;

/**
 * A rule that takes a state from noise to data by evaluations of the network. Register 0 holds unit
 * noise at the start, or a picture with its share of noise.
 */
public interface Solver {
  /** The register that holds the state. */
  int STATE = 0;

  /** The name by which a request asks for it. */
  String name();

  /**
   * The way along a grid.
   *
   * @throws IllegalArgumentException saying why this solver cannot go along it
   */
  Stage along(Flow flow, Grid grid);

  /**
   * The way along the rest of a grid, from register 0 holding the state at {@link #first}.
   *
   * @param skipped steps that are left out at the start
   * @throws IllegalArgumentException saying why this solver cannot go along it
   */
  default Stage along(Flow flow, Grid grid, int skipped) {
    return along(flow, grid.from(skipped));
  }

  /** Where the way along the rest of a grid begins. */
  default Stop first(Grid grid, int skipped) {
    return grid.stop(skipped);
  }

  /**
   * Evaluations that a grid costs.
   *
   * @param steps number of its steps
   */
  int evaluations(int steps);

  /** Why it cannot sample a network, where it cannot. */
  default Optional<String> objection(Parametrisation model) {
    return Optional.empty();
  }
}

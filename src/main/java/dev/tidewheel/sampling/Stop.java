package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * A place where the network is evaluated.
 *
 * @param place the place
 * @param networkTime the number that the network is told there
 */
public record Stop(Place place, double networkTime) {
  /** The path's own time. */
  public double time() {
    return place.time();
  }

  /** What a state holds there. */
  public Level level() {
    return place.level();
  }
}

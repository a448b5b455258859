package dev.tidewheel.sampling;

import java.util.Optional;

/** A rule that lays a grid of stops between noise and data. */
public interface Schedule {
  /** The name by which a request asks for it, with its parameters, such as {@code shifted:3.0}. */
  String name();

  /**
   * The grid for a number of steps.
   *
   * @param steps number of solver steps, 1 or more
   * @param model the network that will be evaluated
   * @throws IllegalArgumentException saying why there is no such grid
   */
  Grid lay(int steps, Parametrisation model);

  /**
   * The schedule of ways that begin with a picture, where it is not a part of this one.
   *
   * @param strength above 0 and up to 1
   */
  default Optional<Schedule> shortened(double strength) {
    return Optional.empty();
  }
}

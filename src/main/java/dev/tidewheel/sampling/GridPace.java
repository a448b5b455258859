package dev.tidewheel.sampling;

import java.util.OptionalDouble;

/**
 * Steps along a grid that was laid before.
 *
 * @param grid strictly falling times, from the start to 0
 */
record GridPace(double[] grid) implements Pace {
  @Override
  public double next(int step, double from, double lengthBefore, double bend) {
    return grid[step];
  }

  @Override
  public boolean adaptive() {
    return false;
  }

  @Override
  public OptionalDouble estimate(double length, double bend) {
    return OptionalDouble.empty();
  }
}

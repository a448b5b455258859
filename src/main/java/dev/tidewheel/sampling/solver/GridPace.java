package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Stop;
import java.util.OptionalDouble;

/**
 * Steps along a grid that was laid before.
 *
 * @param grid where it stops
 */
record GridPace(Grid grid) implements Pace {
  @Override
  public Stop first() {
    return grid.stop(0);
  }

  @Override
  public Row start() {
    return grid.start();
  }

  @Override
  public Stop next(int step, Stop from, double lengthBefore, double bend) {
    return grid.stop(step);
  }

  @Override
  public boolean ends(int step, Stop at) {
    return step == grid.steps();
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

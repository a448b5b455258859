package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Stop;
import java.util.OptionalDouble;

/** Decides the length of each step of a multistep solver. */
interface Pace {
  /** Where the way begins. */
  Stop first();

  /** The state there. */
  Row start();

  /**
   * Where a step leads.
   *
   * @param step its number, from 1
   * @param from its start
   * @param lengthBefore length of the step before; 0 for the first
   * @param bend root mean square of the velocity's change over the step before, a unit of time; NaN
   *     where nobody asked
   */
  Stop next(int step, Stop from, double lengthBefore, double bend);

  /** Whether a stop is the end of the way. */
  boolean ends(int step, Stop at);

  /** Whether it wants to know the bend. */
  boolean adaptive();

  /** The error estimate of a step in the unit of the tolerance; empty where it is not known. */
  OptionalDouble estimate(double length, double bend);
}

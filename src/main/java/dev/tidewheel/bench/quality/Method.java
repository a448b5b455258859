package dev.tidewheel.bench.quality;

import dev.tidewheel.sampling.Steps;

/**
 * A way to draw: one row of the report.
 *
 * @param title solver and schedule, for people; rows that differ in steps alone share it
 * @param solver name of the solver, or {@link #OWN}
 * @param schedule name of the schedule, or {@link #OWN}
 * @param steps how many
 * @param exact whether it approximates the model's exact flow, so that its error can be measured
 */
public record Method(String title, String solver, String schedule, Steps steps, boolean exact) {
  /** What the model's own files propose. */
  static final String OWN = "own";

  private static final int LEAST = 3;
  private static final int MOST = 50;

  static Method fixed(String title, String solver, String schedule, int steps) {
    return new Method(title, solver, schedule, new Steps.Fixed(steps), true);
  }

  static Method adaptive(String solver, double tolerance) {
    return new Method(
        solver + ", adaptive", solver, "linear", new Steps.Adaptive(tolerance, LEAST, MOST), true);
  }

  /** Sampled as the model's own files say. */
  static Method own(int steps) {
    return new Method("as its files say", OWN, OWN, new Steps.Fixed(steps), false);
  }

  /** Its steps or tolerance, for people. */
  public String amount() {
    return switch (steps) {
      case Steps.Fixed(int count) -> Integer.toString(count);
      case Steps.Adaptive(double tolerance, _, _) -> "tolerance " + tolerance;
    };
  }
}

package dev.tidewheel.sampling;

/**
 * What a model's own files say about how it was trained and how it is sampled.
 *
 * @param parametrisation how it was trained
 * @param solver the solver that {@code model} stands for
 * @param schedule the schedule that {@code model} stands for
 */
public record Recipe(Parametrisation parametrisation, Solver solver, Schedule schedule) {
  /** The same for a network that has no value below some number that it is told. */
  public Recipe toldAtLeast(double least) {
    return new Recipe(parametrisation.toldAtLeast(least), solver, schedule);
  }
}

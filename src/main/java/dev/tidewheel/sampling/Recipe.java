package dev.tidewheel.sampling;

import java.util.Optional;

/**
 * What a model's own files say about how it was trained and how it is sampled.
 *
 * @param parametrisation how it was trained
 * @param solver the solver that {@code model} stands for
 * @param schedule the schedule that {@code model} stands for
 */
public record Recipe(Parametrisation parametrisation, Solver solver, Schedule schedule) {
  /**
   * The same for a network that has no value at 0: solvers that look at the very end tell it
   * another number, but a schedule of its own that tells it 0 cannot be followed.
   *
   * @param instead what it is told in place of 0
   */
  public Recipe neverToldZero(double instead) {
    return new Recipe(
        parametrisation.neverToldZero(instead), solver, new AboveZero(schedule, parametrisation));
  }

  /**
   * A schedule that never tells the network 0.
   *
   * @param schedule the schedule
   * @param model the network, as if it could be told any number
   */
  private record AboveZero(Schedule schedule, Parametrisation model) implements Schedule {
    @Override
    public String name() {
      return schedule.name();
    }

    @Override
    public Grid lay(int steps, Parametrisation asked) {
      Grid plain = schedule.lay(steps, model);
      if (plain.stops().stream().limit(plain.steps()).anyMatch(stop -> stop.networkTime() == 0)) {
        throw new IllegalArgumentException(
            "the network embeds the time's logarithm, but the schedule visits time 0, where it has"
                + " none; ask for another schedule, or another spacing in the scheduler's file");
      }
      return schedule.lay(steps, asked);
    }

    @Override
    public Optional<Schedule> shortened(double strength) {
      return schedule.shortened(strength).map(shorter -> new AboveZero(shorter, model));
    }
  }
}

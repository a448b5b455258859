package dev.tidewheel.bench;

import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.Schedules;
import dev.tidewheel.sampling.solver.Solvers;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The fixed ways that anybody can ask for by name: every solver that needs no fresh noise, with
 * every schedule and shift.
 */
final class NamedSolvers {
  private static final List<String> SOLVERS =
      List.of("euler", "heun", "midpoint", "rk4", "ab2", "dpm++2m", "dpm++3m", "unipc", "bosh3");
  private static final List<String> SCHEDULES =
      List.of("linear", "shifted:1.5", "shifted:2", "shifted:3", "karras", "model");

  private NamedSolvers() {}

  /**
   * A solver along a schedule.
   *
   * @param solver the solver
   * @param schedule the schedule
   */
  record Combination(Solver solver, Schedule schedule) {
    String name() {
      return solver.name() + " " + schedule.name();
    }

    /** The most steps that cost no more than so many evaluations; 0 where not one does. */
    private int stepsWithin(int evaluations) {
      int steps = 0;
      while (solver.evaluations(steps + 1) <= evaluations) {
        steps++;
      }
      return steps;
    }

    /** The ways of at most so many evaluations: one, or none where a step costs more. */
    List<Sampling> within(int evaluations, Parametrisation model, double guidance) {
      int steps = stepsWithin(evaluations);
      if (steps == 0 || solver.objection(model).isPresent()) {
        return List.of();
      }
      Sampling sampling = new Sampling(model, solver, schedule, new Steps.Fixed(steps), guidance);
      return canGo(steps, sampling) ? List.of(sampling) : List.of();
    }

    /**
     * Some schedules have no grid of so many steps, and some solvers cannot go along some grids.
     */
    private static boolean canGo(int steps, Sampling sampling) {
      try {
        var unused = sampling.start();
        return sampling.schedule().lay(steps, sampling.model()).risingStep().isEmpty();
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /** All combinations; a schedule that lays the same grid as an earlier one is left out. */
  static List<Combination> of(ServedModel model) {
    Schedule own = model.offer().recipe().schedule();
    List<Schedule> schedules = new ArrayList<>();
    for (String name : SCHEDULES) {
      Schedule schedule = Schedules.named(name, own).orElseThrow();
      if (schedules.stream().noneMatch(other -> same(schedule, other, model))) {
        schedules.add(schedule);
      }
    }
    List<Combination> combinations = new ArrayList<>();
    for (String name : SOLVERS) {
      Solvers.named(name)
          .ifPresent(
              solver ->
                  schedules.forEach(
                      schedule -> combinations.add(new Combination(solver, schedule))));
    }
    return combinations;
  }

  private static boolean same(Schedule one, Schedule other, ServedModel model) {
    Parametrisation parametrisation = model.offer().recipe().parametrisation();
    return one.lay(5, parametrisation).equals(other.lay(5, parametrisation));
  }
}

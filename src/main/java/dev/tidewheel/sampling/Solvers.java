package dev.tidewheel.sampling;

import java.util.List;
import java.util.Optional;

/** The solvers, by name. */
public final class Solvers {
  private static final List<Solver> ALL =
      List.of(
          AdamsBashforth.euler(),
          new RungeKutta(Tableau.heun()),
          AdamsBashforth.ab2(),
          new RungeKutta(Tableau.bogackiShampine()));

  private Solvers() {}

  /** The solver of a name. */
  public static Optional<Solver> named(String name) {
    return ALL.stream().filter(solver -> solver.name().equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static List<String> names() {
    return ALL.stream().map(Solver::name).toList();
  }
}

package dev.tidewheel.sampling;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The solvers, by name; {@code model} stands for what the model's own files say. */
public final class Solvers {
  private static final String MODEL = "model";

  private static final List<Solver> ALL =
      List.of(
          AdamsBashforth.euler(),
          new EmbeddedRungeKutta(Tableau.heun()),
          new EmbeddedRungeKutta(Tableau.midpoint()),
          new RungeKutta(Tableau.classical()),
          AdamsBashforth.ab2(),
          new EmbeddedRungeKutta(Tableau.bogackiShampine()),
          new EmbeddedRungeKutta(Tableau.dormandPrince()),
          new FlowMap());

  private Solvers() {}

  /** All of them. */
  public static List<Solver> all() {
    return ALL;
  }

  /** The solver of a name. */
  public static Optional<Solver> named(String name) {
    return ALL.stream().filter(solver -> solver.name().equals(name)).findFirst();
  }

  /**
   * The solver of a name.
   *
   * @param model the solver that {@code model} stands for
   */
  public static Optional<Solver> named(String name, Solver model) {
    return name.equals(MODEL) ? Optional.of(model) : named(name);
  }

  /** All names, for messages. */
  public static List<String> names() {
    return Stream.concat(ALL.stream().map(Solver::name), Stream.of(MODEL)).toList();
  }

  /** The names of those that can lay their own steps, for messages. */
  public static List<String> adaptiveNames() {
    return ALL.stream().filter(AdaptiveSolver.class::isInstance).map(Solver::name).toList();
  }
}

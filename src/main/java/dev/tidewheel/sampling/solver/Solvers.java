package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Solver;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The solvers, by name: {@code euler}, {@code ddim:0.5} and so on, and {@code model} for what the
 * model's own files say.
 */
public final class Solvers {
  private static final String MODEL = "model";
  private static final String DDIM = "ddim:";

  private static final List<Solver> ALL =
      List.of(
          AdamsBashforth.euler(),
          new EmbeddedRungeKutta(Tableau.heun()),
          new EmbeddedRungeKutta(Tableau.midpoint()),
          new RungeKutta(Tableau.classical()),
          AdamsBashforth.ab2(),
          new EmbeddedRungeKutta(Tableau.bogackiShampine()),
          new EmbeddedRungeKutta(Tableau.dormandPrince()),
          DpmSolver.named("dpm++2m", Exponential.DATA, 2),
          DpmSolver.named("dpm++2m-sde", Exponential.DATA_SDE, 2),
          DpmSolver.named("dpm++3m", Exponential.DATA, 3),
          UniPc.standard(),
          new Ddim(0),
          Ddpm.small(),
          Ddpm.large(),
          new PseudoMultistep(),
          new PseudoRungeKutta(),
          new EulerAncestral(),
          LatentConsistency.usual(),
          new ConsistencySampler(1),
          new FlowMap());

  private Solvers() {}

  /** All of them. */
  public static List<Solver> all() {
    return ALL;
  }

  /** The solver of a name. */
  public static Optional<Solver> named(String name) {
    if (name.startsWith(DDIM)) {
      return ddim(name.substring(DDIM.length()));
    }
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

  /**
   * The same solver with another share of the noise drawn anew, where it is DDIM: the only one that
   * has such a share.
   *
   * @param eta 0 to 1
   */
  public static Optional<Solver> withEta(Solver solver, double eta) {
    return solver instanceof Ddim ? Optional.of(new Ddim(eta)) : Optional.empty();
  }

  /** All names, for messages. */
  public static List<String> names() {
    return Stream.concat(ALL.stream().map(Solver::name), Stream.of(DDIM + "ETA", MODEL)).toList();
  }

  /** The names of those that can lay their own steps, for messages. */
  public static List<String> adaptiveNames() {
    return ALL.stream().filter(AdaptiveSolver.class::isInstance).map(Solver::name).toList();
  }

  private static Optional<Solver> ddim(String eta) {
    try {
      double value = Double.parseDouble(eta);
      return value >= 0 && value <= 1 ? Optional.of(new Ddim(value)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

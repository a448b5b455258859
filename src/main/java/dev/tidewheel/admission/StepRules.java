package dev.tidewheel.admission;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.Optional;

/** What is wrong with a number of steps, or a tolerance. */
final class StepRules {
  private static final double MOST_TOLERANCE = 10;

  private final Limits limits;
  private final Findings findings;

  StepRules(Limits limits, Findings findings) {
    this.limits = limits;
    this.findings = findings;
  }

  /** Finds what is wrong, also for the solver where there is one. */
  void check(Steps steps, Optional<Solver> solver) {
    switch (steps) {
      case Steps.Fixed(int count) -> {
        if (count < 1 || count > limits.steps()) {
          findings.refuse("steps.count", "is %d; take 1 to %d steps", count, limits.steps());
        }
      }
      case Steps.Adaptive adaptive -> checkAdaptive(adaptive, adaptive(solver));
    }
  }

  /** Rows are fitted for some numbers of evaluations only. */
  private void checkFitted(Steps.Adaptive steps, Solver solver) {
    if (solver instanceof CalibratedSolver fitted
        && fitted.fixedSteps().stream()
            .noneMatch(count -> count >= steps.minimum() && count <= steps.maximum())) {
      findings.refuse(
          "steps.maximum",
          "is %d with a minimum of %d; rows were fitted for %s",
          steps.maximum(),
          steps.minimum(),
          fitted.fixedSteps());
    }
  }

  private Optional<AdaptiveSolver> adaptive(Optional<Solver> solver) {
    return solver.flatMap(
        known -> {
          if (known instanceof AdaptiveSolver self) {
            return Optional.of(self);
          }
          findings.refuse(
              "steps.tolerance",
              "is given, but solver %s takes a number of steps; %s take a tolerance",
              known.name(),
              String.join(", ", Solvers.adaptiveNames()));
          return Optional.empty();
        });
  }

  private void checkAdaptive(Steps.Adaptive steps, Optional<AdaptiveSolver> solver) {
    if (!(steps.tolerance() > 0 && steps.tolerance() <= MOST_TOLERANCE)) {
      findings.refuse(
          "steps.tolerance",
          "is %s; give a number above 0 and up to %.0f, usually 0.01 to 0.1",
          steps.tolerance(),
          MOST_TOLERANCE);
    }
    if (steps.minimum() < 1) {
      findings.refuse("steps.minimum", "is %d; it is 1 or more", steps.minimum());
    }
    int fewest = solver.map(AdaptiveSolver::fewestAdaptiveEvaluations).orElse(1);
    if (steps.maximum() < steps.minimum()) {
      findings.refuse(
          "steps.maximum", "is %d, below the minimum %d", steps.maximum(), steps.minimum());
    } else if (steps.maximum() < fewest || steps.maximum() > limits.steps()) {
      findings.refuse(
          "steps.maximum",
          "is %d; %s takes %d to %d evaluations",
          steps.maximum(),
          solver.map(known -> "solver " + known.name()).orElse("a picture"),
          fewest,
          limits.steps());
    } else {
      solver.ifPresent(known -> checkReach(steps, known));
      solver.ifPresent(known -> checkFitted(steps, known));
    }
  }

  /** A solver whose steps cost several evaluations cannot spend just any number of them. */
  private void checkReach(Steps.Adaptive steps, AdaptiveSolver solver) {
    int fewest = solver.fewestAdaptiveEvaluations();
    int each = solver.evaluationsOfAnAdaptiveStep();
    int wanted = Math.max(0, steps.minimum() - fewest);
    int reached = fewest + Math.ceilDiv(wanted, each) * each;
    if (reached > steps.maximum()) {
      findings.refuse(
          "steps.maximum",
          "is %d; solver %s spends %d evaluations and %d for each further step: raise it to %d",
          steps.maximum(),
          solver.name(),
          fewest,
          each,
          reached);
    }
  }
}

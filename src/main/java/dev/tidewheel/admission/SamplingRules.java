package dev.tidewheel.admission;

import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.PartWay;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.schedule.Schedules;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of solver, schedule, steps, eta and strength. */
final class SamplingRules {
  private static final String SOLVER = "solver";
  private static final String STRENGTH = "strength";

  private final Ask ask;
  private final Offer offer;
  private final Recipe recipe;
  private final StepRules stepRules;
  private final Findings findings;

  SamplingRules(Ask ask, Offer offer, Recipe recipe, Limits limits, Findings findings) {
    this.ask = ask;
    this.offer = offer;
    this.recipe = recipe;
    this.stepRules = new StepRules(limits, findings);
    this.findings = findings;
  }

  /** The sampling; empty where something is wrong with it. */
  Optional<Sampling> judge(Guidance guidance) {
    int before = findings.count();
    Optional<Solver> solver = solver().flatMap(this::withEta);
    Optional<Schedule> schedule = schedule();
    if (solver.filter(CalibratedSolver.class::isInstance).isPresent() && !guidance.isPlain()) {
      findings.refuse(
          SOLVER,
          "'calibrated' was fitted to guidance as it is all along; leave guidanceLeastNoise,"
              + " guidanceMostNoise and guidanceRescale out, or name another solver");
    }
    Steps steps = ask.steps().orElse(offer.defaults().steps());
    int beforeSteps = findings.count();
    stepRules.check(steps, solver);
    if (steps instanceof Steps.Fixed fixed && findings.count() == beforeSteps) {
      schedule.ifPresent(known -> checkGrid(known, solver, fixed));
    }
    Optional<PartWay> partWay = partWay();
    if (findings.count() > before) {
      return Optional.empty();
    }
    Sampling sampling =
        new Sampling(
            recipe.parametrisation(),
            solver.orElseThrow(),
            schedule.orElseThrow(),
            steps,
            guidance,
            partWay);
    return begins(sampling) ? Optional.of(sampling) : Optional.empty();
  }

  private Optional<Solver> solver() {
    String name = ask.solver().orElse(offer.defaults().solver());
    if (name.equals(CalibratedSolver.NAME)) {
      return calibrated();
    }
    Optional<Solver> solver = Solvers.named(name, recipe.solver());
    if (solver.isEmpty()) {
      List<String> names = new ArrayList<>(Solvers.names());
      offer.calibrated().ifPresent(fitted -> names.add(fitted.name()));
      findings.refuse(SOLVER, "'%s' is not one of %s", name, String.join(", ", names));
    }
    solver
        .flatMap(known -> known.objection(recipe.parametrisation()))
        .ifPresent(
            why -> findings.refuse(SOLVER, "'%s' %s; model %s has none", name, why, offer.model()));
    return solver;
  }

  private Optional<Solver> calibrated() {
    if (Unknown.is(offer)) {
      return Optional.of(recipe.solver());
    }
    if (offer.calibrated().isEmpty()) {
      findings.refuse(
          SOLVER,
          "model %s is not calibrated: run 'tidewheel calibrate' on its folder, or name another"
              + " solver",
          offer.model());
    }
    return offer.calibrated().map(Solver.class::cast);
  }

  private Optional<Solver> withEta(Solver solver) {
    return ask.eta().map(eta -> withEta(solver, eta)).orElse(Optional.of(solver));
  }

  private Optional<Solver> withEta(Solver solver, double eta) {
    if (!(eta >= 0 && eta <= 1)) {
      findings.refuse("eta", "is %s; give a number from 0 to 1", eta);
      return Optional.of(solver);
    }
    Optional<Solver> noisy = Solvers.withEta(solver, eta);
    if (Unknown.is(offer) && ask.solver().isEmpty()) {
      return Optional.of(solver);
    }
    if (noisy.isEmpty()) {
      findings.refuse(
          "eta",
          "is %s, but solver %s has no such share of noise; leave it out, or ask for solver ddim",
          eta,
          solver.name());
    }
    return noisy;
  }

  private Optional<Schedule> schedule() {
    String name = ask.schedule().orElse(offer.defaults().schedule());
    Optional<Schedule> schedule = Schedules.named(name, recipe.schedule());
    if (schedule.isEmpty()) {
      findings.refuse(
          "schedule", "'%s' is not one of %s", name, String.join(", ", Schedules.names()));
    }
    return schedule;
  }

  private void checkGrid(Schedule schedule, Optional<Solver> solver, Steps.Fixed steps) {
    Parametrisation model = recipe.parametrisation();
    try {
      schedule
          .lay(steps.count(), model)
          .risingStep()
          .ifPresent(
              step ->
                  findings.refuse(
                      "schedule",
                      "'%s' lays no falling grid of %d steps: step %d does not go towards the data;"
                          + " take another number of steps, or another schedule or scheduler's file",
                      schedule.name(),
                      steps.count(),
                      step));
      solver.ifPresent(known -> new Sampling(model, known, schedule, steps, 1).start());
    } catch (IllegalArgumentException e) {
      findings.refuse("steps.count", "is %d: %s", steps.count(), String.valueOf(e.getMessage()));
    }
  }

  private Optional<PartWay> partWay() {
    if (ask.source().isEmpty()) {
      ask.strength()
          .ifPresent(
              strength ->
                  findings.refuse(
                      STRENGTH, "is given without initImage; give both, or leave it out"));
      return Optional.empty();
    }
    if (offer.redrawing().isEmpty()) {
      findings.refuse("initImage", "model %s begins with noise only; leave it out", offer.model());
      return Optional.empty();
    }
    Offer.Redrawing redrawing = offer.redrawing().get();
    double strength = ask.strength().orElse(redrawing.usualStrength());
    if (!(strength > 0 && strength <= 1)) {
      findings.refuse(STRENGTH, "is %s; give a number above 0 and up to 1", strength);
      return Optional.empty();
    }
    return Optional.of(new PartWay(strength, redrawing.rule()));
  }

  /** Whether a way that begins with a picture can be gone; the whole way was tried before. */
  private boolean begins(Sampling sampling) {
    try {
      if (sampling.partWay().isPresent()) {
        sampling.start();
      }
      return true;
    } catch (IllegalArgumentException e) {
      findings.refuse(STRENGTH, "cannot be followed: %s", String.valueOf(e.getMessage()));
      return false;
    }
  }
}

package dev.tidewheel.admission;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.schedule.Schedules;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges one request against one model. */
public final class Admission {
  private static final double MOST_GUIDANCE = 100;
  private static final double MOST_TOLERANCE = 10;

  /** Stands for the recipe of a model that is not known. */
  private static final Recipe ANYTHING =
      new Recipe(
          Parametrisation.flowMatching(1),
          Solvers.named("euler").orElseThrow(),
          new ShiftedSchedule(1));

  private final Ask ask;
  private final Offer offer;
  private final Limits limits;
  private final List<Problem> problems = new ArrayList<>();

  private Admission(Ask ask, Offer offer, Limits limits) {
    this.ask = ask;
    this.offer = offer;
    this.limits = limits;
  }

  /** Turns what was asked into an order, or says everything that is wrong with it. */
  public static Verdict judge(Ask ask, Offer offer, Limits limits) {
    return new Admission(ask, offer, limits).verdict();
  }

  /** Everything that is wrong with a request whatever its model, where the model is not known. */
  public static List<Problem> problemsWithoutModel(Ask ask, Limits limits) {
    Offer anything =
        new Offer(
            "of any kind",
            1,
            1,
            1,
            new Offer.Classes.Table(Integer.MAX_VALUE, 0),
            true,
            ANYTHING,
            new Offer.Defaults("euler", "linear", new Steps.Fixed(1), 1));
    return judge(ask, anything, limits) instanceof Verdict.Refused(List<Problem> problems)
        ? problems
        : List.of();
  }

  private Verdict verdict() {
    checkCount();
    checkText();
    int width = side("width", ask.width(), offer.width());
    int height = side("height", ask.height(), offer.height());
    checkPixels(width, height);
    double guidance = guidance();
    Optional<Solver> solver = solver();
    Optional<Schedule> schedule = schedule();
    Steps steps = ask.steps().orElse(offer.defaults().steps());
    int before = problems.size();
    checkSteps(steps, solver);
    if (steps instanceof Steps.Fixed fixed && problems.size() == before) {
      schedule.ifPresent(known -> checkGrid(known, solver, fixed));
    }
    double label = label();
    if (!problems.isEmpty()) {
      return new Verdict.Refused(List.copyOf(problems));
    }
    Sampling sampling =
        new Sampling(
            offer.recipe().parametrisation(),
            solver.orElseThrow(),
            schedule.orElseThrow(),
            steps,
            guidance);
    return new Verdict.Admitted(
        new Order(ask.count(), ask.seed(), width, height, label, noLabel(), sampling));
  }

  private void refuse(String field, String message, Object... values) {
    problems.add(new Problem(field, message.formatted(values)));
  }

  private void checkCount() {
    if (ask.count() < 1 || ask.count() > limits.count()) {
      refuse("count", "is %d; ask for 1 to %d pictures", ask.count(), limits.count());
    }
  }

  private void checkText() {
    ask.prompt().ifPresent(text -> checkText("prompt", text));
    ask.negativePrompt().ifPresent(text -> checkText("negativePrompt", text));
  }

  private void checkText(String field, String text) {
    if (text.length() > limits.promptLength()) {
      refuse(field, "has %d characters; the limit is %d", text.length(), limits.promptLength());
    }
    if (!offer.readsText()) {
      refuse(field, "model %s reads no text; leave it out", offer.model());
    }
  }

  private int side(String field, Optional<Integer> asked, int usual) {
    int side = asked.orElse(usual);
    int multiple = offer.sizeMultiple();
    if (side < 1 || side % multiple != 0) {
      refuse(
          field,
          "is %d; model %s draws multiples of %d, such as %d",
          side,
          offer.model(),
          multiple,
          Math.max(1L, Math.round((double) side / multiple)) * multiple);
    }
    return side;
  }

  private void checkPixels(long width, long height) {
    if (width > 0 && height > 0 && width * height > limits.pixels()) {
      refuse(
          ask.width().isPresent() || ask.height().isEmpty() ? "width" : "height",
          "%d x %d are more than %d pixels, the most a picture may have",
          width,
          height,
          limits.pixels());
    }
  }

  private double guidance() {
    double guidance = ask.guidance().orElse(offer.defaults().guidance());
    if (!(guidance >= 0 && guidance <= MOST_GUIDANCE)) {
      refuse("guidance", "is %s; give a number from 0 to %.0f", guidance, MOST_GUIDANCE);
    } else if (guidance > 1 && !(offer.classes() instanceof Offer.Classes.Table)) {
      refuse(
          "guidance",
          "is %s, but model %s has nothing that means no class to guide away from; leave it at 1",
          guidance,
          offer.model());
    }
    return Math.max(guidance, 1);
  }

  private Optional<Solver> solver() {
    String name = ask.solver().orElse(offer.defaults().solver());
    if (name.equals(CalibratedSolver.NAME)) {
      return calibrated();
    }
    Optional<Solver> solver = Solvers.named(name, offer.recipe().solver());
    if (solver.isEmpty()) {
      List<String> names = new ArrayList<>(Solvers.names());
      offer.calibrated().ifPresent(fitted -> names.add(fitted.name()));
      refuse("solver", "'%s' is not one of %s", name, String.join(", ", names));
    }
    solver
        .flatMap(known -> known.objection(offer.recipe().parametrisation()))
        .ifPresent(why -> refuse("solver", "'%s' %s; model %s has none", name, why, offer.model()));
    return solver;
  }

  private Optional<Solver> calibrated() {
    if (offer.recipe().equals(ANYTHING)) {
      return Optional.of(ANYTHING.solver());
    }
    if (offer.calibrated().isEmpty()) {
      refuse(
          "solver",
          "model %s is not calibrated: run 'tidewheel calibrate' on its folder, or name another"
              + " solver",
          offer.model());
    }
    return offer.calibrated().map(Solver.class::cast);
  }

  private Optional<Schedule> schedule() {
    String name = ask.schedule().orElse(offer.defaults().schedule());
    Optional<Schedule> schedule = Schedules.named(name, offer.recipe().schedule());
    if (schedule.isEmpty()) {
      refuse("schedule", "'%s' is not one of %s", name, String.join(", ", Schedules.names()));
    }
    return schedule;
  }

  private void checkSteps(Steps steps, Optional<Solver> solver) {
    switch (steps) {
      case Steps.Fixed(int count) -> {
        if (count < 1 || count > limits.steps()) {
          refuse("steps.count", "is %d; take 1 to %d steps", count, limits.steps());
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
      refuse(
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
          refuse(
              "steps.tolerance",
              "is given, but solver %s takes a number of steps; %s take a tolerance",
              known.name(),
              String.join(", ", Solvers.adaptiveNames()));
          return Optional.empty();
        });
  }

  private void checkAdaptive(Steps.Adaptive steps, Optional<AdaptiveSolver> solver) {
    if (!(steps.tolerance() > 0 && steps.tolerance() <= MOST_TOLERANCE)) {
      refuse(
          "steps.tolerance",
          "is %s; give a number above 0 and up to %.0f, usually 0.01 to 0.1",
          steps.tolerance(),
          MOST_TOLERANCE);
    }
    if (steps.minimum() < 1) {
      refuse("steps.minimum", "is %d; it is 1 or more", steps.minimum());
    }
    int fewest = solver.map(AdaptiveSolver::fewestAdaptiveEvaluations).orElse(1);
    if (steps.maximum() < steps.minimum()) {
      refuse("steps.maximum", "is %d, below the minimum %d", steps.maximum(), steps.minimum());
    } else if (steps.maximum() < fewest || steps.maximum() > limits.steps()) {
      refuse(
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
      refuse(
          "steps.maximum",
          "is %d; solver %s spends %d evaluations and %d for each further step: raise it to %d",
          steps.maximum(),
          solver.name(),
          fewest,
          each,
          reached);
    }
  }

  private void checkGrid(Schedule schedule, Optional<Solver> solver, Steps.Fixed steps) {
    Parametrisation model = offer.recipe().parametrisation();
    try {
      if (!schedule.lay(steps.count(), model).falls()) {
        refuse(
            "schedule",
            "'%s' lays no falling grid of %d steps; take another number of steps",
            schedule.name(),
            steps.count());
      }
      solver.ifPresent(known -> new Sampling(model, known, schedule, steps, 1).start());
    } catch (IllegalArgumentException e) {
      refuse("steps.count", "is %d: %s", steps.count(), String.valueOf(e.getMessage()));
    }
  }

  private double label() {
    return switch (offer.classes()) {
      case Offer.Classes.None() -> {
        ask.classLabel()
            .ifPresent(
                label ->
                    refuse("classLabel", "model %s has no classes; leave it out", offer.model()));
        yield 0;
      }
      case Offer.Classes.Table(int count, int noClass) -> {
        int label = ask.classLabel().orElse(noClass);
        if (ask.classLabel().isPresent() && (label < 0 || label >= count)) {
          refuse(
              "classLabel", "is %d; model %s has classes 0 to %d", label, offer.model(), count - 1);
        }
        yield label;
      }
      case Offer.Classes.Number(int least) -> {
        if (ask.classLabel().isEmpty() || ask.classLabel().get() < least) {
          refuse("classLabel", "model %s needs a number from %d on", offer.model(), least);
        }
        yield ask.classLabel().orElse(least);
      }
    };
  }

  private double noLabel() {
    return offer.classes() instanceof Offer.Classes.Table(int count, int noClass) ? noClass : 0;
  }
}

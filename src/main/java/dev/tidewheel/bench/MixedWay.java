package dev.tidewheel.bench;

import dev.tidewheel.admission.Offer;
import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.solver.Solvers;

/** A way to draw a whole load: what every image of it is asked for with. */
sealed interface MixedWay {
  /** What it is, for people. */
  String title();

  /** Name of the solver for a model and a guidance scale. */
  String solver(Offer offer, double guidance);

  /** Name of the schedule. */
  String schedule();

  /** How many steps. */
  Steps steps();

  /**
   * Every image asks for the same tolerance: calibrated where its model is for its guidance, else
   * by the model's usual solver where that one adapts, else by Adams-Bashforth.
   */
  record Tolerant(double tolerance) implements MixedWay {
    private static final String GENERAL = "ab2";

    /** The limits of a request that does not name any. */
    private static final int MINIMUM = 3;

    private static final int MAXIMUM = 50;

    @Override
    public String title() {
      return "tolerance " + tolerance;
    }

    @Override
    public String solver(Offer offer, double guidance) {
      return offer
          .calibrated()
          .filter(fitted -> fitted.covers(guidance))
          .map(Solver::name)
          .or(
              () ->
                  Solvers.named(offer.defaults().solver(), offer.recipe().solver())
                      .filter(AdaptiveSolver.class::isInstance)
                      .map(Solver::name))
          .orElse(GENERAL);
    }

    @Override
    public String schedule() {
      return "linear";
    }

    @Override
    public Steps steps() {
      return new Steps.Adaptive(tolerance, MINIMUM, MAXIMUM);
    }
  }

  /** Every image takes the same number of steps. */
  record Fixed(String solver, String schedule, int count) implements MixedWay {
    @Override
    public String title() {
      return "%s %s, %d steps".formatted(solver, schedule, count);
    }

    @Override
    public String solver(Offer offer, double guidance) {
      return solver;
    }

    @Override
    public Steps steps() {
      return new Steps.Fixed(count);
    }
  }
}

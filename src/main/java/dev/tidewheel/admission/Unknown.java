package dev.tidewheel.admission;

import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.Optional;

/** Stands for a model that is not known: it offers whatever any model could. */
final class Unknown {
  static final Offer OFFER =
      new Offer(
          "of any kind",
          1,
          1,
          1,
          Integer.MAX_VALUE,
          new Offer.Classes.Table(Integer.MAX_VALUE, 0),
          Optional.of(
              new Offer.Reading(
                  3, Integer.MAX_VALUE, Optional.of(new Offer.Length(1, Integer.MAX_VALUE)))),
          new Guiding.Told(true),
          Optional.of(new Offer.Redrawing(StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN, 1, true)),
          Recipes.same(
              new Recipe(
                  Parametrisation.flowMatching(1),
                  Solvers.named("euler").orElseThrow(),
                  new ShiftedSchedule(1))),
          new Offer.Defaults("euler", "linear", new Steps.Fixed(1), 1));

  private Unknown() {}

  /** Whether an offer is this one, of whose own solver nothing is known. */
  static boolean is(Offer offer) {
    return offer.equals(OFFER);
  }
}

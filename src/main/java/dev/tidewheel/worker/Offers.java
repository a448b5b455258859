package dev.tidewheel.worker;

import dev.tidewheel.admission.Offer;
import dev.tidewheel.model.ClassLabels;
import dev.tidewheel.model.FlowMatchEulerConfig;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.SamplingDefaults;
import dev.tidewheel.sampling.FlowMatchEulerSchedule;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Steps;

/** What a model's folder offers: its own defaults first, then what diffusers' pipelines do. */
public final class Offers {
  /** Steps of diffusers' flow-matching pipelines where a call says nothing. */
  private static final int USUAL_STEPS = 28;

  private static final int USUAL_MINIMUM = 3;
  private static final int USUAL_MAXIMUM = 50;

  private Offers() {}

  /** The offer of a model. */
  public static Offer of(String name, ModelDescription description) {
    SamplingDefaults defaults = description.defaults();
    return new Offer(
        name,
        description.width(),
        description.height(),
        description.sizeMultiple(),
        classes(description.classes()),
        /* readsText= */ false,
        schedule(description.scheduler()),
        new Offer.Defaults(
            defaults.solver().orElse("euler"),
            scheduleName(defaults),
            steps(defaults),
            defaults.guidance().orElse(1)));
  }

  /** The offer with another scheduler's grid and solver instead of the folder's. */
  public static Offer withScheduler(Offer offer, FlowMatchEulerConfig scheduler) {
    Offer.Defaults defaults = offer.defaults();
    return new Offer(
        offer.model(),
        offer.width(),
        offer.height(),
        offer.sizeMultiple(),
        offer.classes(),
        offer.readsText(),
        schedule(scheduler),
        new Offer.Defaults("euler", "model", defaults.steps(), defaults.guidance()));
  }

  private static Offer.Classes classes(ClassLabels labels) {
    return switch (labels) {
      case ClassLabels.None() -> new Offer.Classes.None();
      case ClassLabels.Table table -> new Offer.Classes.Table(table.count(), table.noClass());
      case ClassLabels.Number(int least) -> new Offer.Classes.Number(least);
    };
  }

  private static Schedule schedule(FlowMatchEulerConfig config) {
    return new FlowMatchEulerSchedule(
        config.shift(),
        config.useKarrasSigmas()
            ? FlowMatchEulerSchedule.Spacing.KARRAS
            : config.useExponentialSigmas()
                ? FlowMatchEulerSchedule.Spacing.EXPONENTIAL
                : FlowMatchEulerSchedule.Spacing.EVEN,
        config.shiftTerminal(),
        config.numTrainTimesteps());
  }

  private static String scheduleName(SamplingDefaults defaults) {
    String name = defaults.schedule().orElse("model");
    return defaults.shift().isPresent() && name.equals("shifted")
        ? name + ":" + defaults.shift().getAsDouble()
        : name;
  }

  private static Steps steps(SamplingDefaults defaults) {
    return defaults.tolerance().isPresent()
        ? new Steps.Adaptive(
            defaults.tolerance().getAsDouble(),
            defaults.minSteps().orElse(USUAL_MINIMUM),
            defaults.maxSteps().orElse(USUAL_MAXIMUM))
        : new Steps.Fixed(defaults.steps().orElse(USUAL_STEPS));
  }
}

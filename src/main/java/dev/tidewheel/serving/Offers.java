package dev.tidewheel.serving;

import dev.tidewheel.admission.Guiding;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.calibration.CalibrationFile;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.pipeline.Blueprint;
import dev.tidewheel.model.pipeline.ClassLabels;
import dev.tidewheel.model.pipeline.Guidance;
import dev.tidewheel.model.pipeline.SamplingDefaults;
import dev.tidewheel.model.pipeline.TextPlan;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;

/** What a model's folder offers: its own defaults first, then what diffusers' pipelines do. */
public final class Offers {
  private static final String MODEL = "model";

  private static final int USUAL_MINIMUM = 3;
  private static final int USUAL_MAXIMUM = 50;

  private Offers() {}

  /** The offer of a model. */
  public static Offer of(String name, ModelDescription description) {
    Blueprint blueprint = description.blueprint();
    SamplingDefaults defaults = description.defaults();
    return new Offer(
        name,
        description.width(),
        description.height(),
        description.frame().sizeMultiple(),
        description.frame().mostSide(),
        classes(description.classes()),
        blueprint.text().map(plan -> reading(plan, defaults)),
        guiding(blueprint.guidance()),
        blueprint.redrawing().map(Offers::redrawing),
        description::recipe,
        new Offer.Defaults(
            defaults.solver().orElse(MODEL),
            scheduleName(defaults),
            steps(description),
            defaults.guidance().orElseGet(description::usualGuidance),
            defaults.trueGuidance().orElse(1)));
  }

  /** The offer of a model with the solver of the calibration beside it, where there is one. */
  public static Offer calibrated(String name, ModelFolder folder) {
    Offer plain = of(name, folder.description());
    return CalibrationFile.beside(folder)
        .map(file -> plain.calibrated(new CalibratedSolver(file.calibration())))
        .orElse(plain);
  }

  private static Offer.Reading reading(TextPlan plan, SamplingDefaults defaults) {
    return new Offer.Reading(
        plan.prompts(),
        plan.mostSkipped(),
        plan.length()
            .map(
                length ->
                    new Offer.Length(
                        defaults.maxSequenceLength().orElse(length.usual()), length.most())));
  }

  private static Offer.Redrawing redrawing(Blueprint.Redrawing how) {
    return new Offer.Redrawing(how.rule(), how.usualStrength(), how.keepsSize());
  }

  private static Guiding guiding(Guidance guidance) {
    return switch (guidance) {
      case NONE -> new Guiding.None();
      case CLASSIFIER_FREE -> new Guiding.ClassifierFree();
      case TOLD -> new Guiding.Told(true);
      case UNHEARD -> new Guiding.Told(false);
      case TOLD_ONLY -> new Guiding.ToldOnly();
    };
  }

  private static Offer.Classes classes(ClassLabels labels) {
    return switch (labels) {
      case ClassLabels.None() -> new Offer.Classes.None();
      case ClassLabels.Table table -> new Offer.Classes.Table(table.count(), table.noClass());
      case ClassLabels.Number(int least) -> new Offer.Classes.Number(least);
    };
  }

  private static String scheduleName(SamplingDefaults defaults) {
    String name = defaults.schedule().orElse(MODEL);
    return defaults.shift().isPresent() && name.equals("shifted")
        ? name + ":" + defaults.shift().getAsDouble()
        : name;
  }

  private static Steps steps(ModelDescription description) {
    SamplingDefaults defaults = description.defaults();
    return defaults.tolerance().isPresent()
        ? new Steps.Adaptive(
            defaults.tolerance().getAsDouble(),
            defaults.minSteps().orElse(USUAL_MINIMUM),
            defaults.maxSteps().orElse(USUAL_MAXIMUM))
        : new Steps.Fixed(defaults.steps().orElseGet(description::usualSteps));
  }
}

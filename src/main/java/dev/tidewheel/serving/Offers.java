package dev.tidewheel.serving;

import dev.tidewheel.admission.Offer;
import dev.tidewheel.calibration.CalibrationFile;
import dev.tidewheel.model.ClassLabels;
import dev.tidewheel.model.ModelDescription;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.SamplingDefaults;
import dev.tidewheel.model.scheduler.FolderScheduler;
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
    SamplingDefaults defaults = description.defaults();
    return new Offer(
        name,
        description.width(),
        description.height(),
        description.sizeMultiple(),
        classes(description.classes()),
        /* readsText= */ false,
        description.recipe(),
        new Offer.Defaults(
            defaults.solver().orElse(MODEL),
            scheduleName(defaults),
            steps(defaults, description.scheduler()),
            defaults.guidance().orElse(1)));
  }

  /** The offer of a model with the solver of the calibration beside it, where there is one. */
  public static Offer calibrated(String name, ModelFolder folder) {
    Offer plain = of(name, folder.description());
    return CalibrationFile.beside(folder)
        .map(file -> plain.calibrated(new CalibratedSolver(file.calibration())))
        .orElse(plain);
  }

  /** The offer where another scheduler says how the model was trained and is sampled. */
  public static Offer withScheduler(
      Offer offer, ModelDescription description, FolderScheduler scheduler) {
    return new Offer(
        offer.model(),
        offer.width(),
        offer.height(),
        offer.sizeMultiple(),
        offer.classes(),
        offer.readsText(),
        description.recipe(scheduler),
        new Offer.Defaults(
            MODEL,
            MODEL,
            new Steps.Fixed(scheduler.usualSteps()),
            description.defaults().guidance().orElse(1)));
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

  private static Steps steps(SamplingDefaults defaults, FolderScheduler scheduler) {
    return defaults.tolerance().isPresent()
        ? new Steps.Adaptive(
            defaults.tolerance().getAsDouble(),
            defaults.minSteps().orElse(USUAL_MINIMUM),
            defaults.maxSteps().orElse(USUAL_MAXIMUM))
        : new Steps.Fixed(defaults.steps().orElse(scheduler.usualSteps()));
  }
}

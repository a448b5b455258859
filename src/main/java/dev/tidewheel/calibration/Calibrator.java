package dev.tidewheel.calibration;

import dev.tidewheel.sampling.Calibration;
import dev.tidewheel.sampling.FittedFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Makes the calibration of a model: a table for each guidance scale, each begun from the last. */
public final class Calibrator {
  /** What the places of the very first family start from. */
  private static final double SHIFT = 2;

  /** However long a way, it is fitted to so many images. */
  private static final int FEWEST = 8;

  private final CalibrationSettings settings;
  private final DoubleFunction<VelocityField> fields;
  private final CalibrationListener listener;

  /**
   * Makes a calibrator.
   *
   * @param settings how
   * @param fields the probe images' velocities for a guidance scale
   * @param listener hears how it goes
   */
  public Calibrator(
      CalibrationSettings settings,
      DoubleFunction<VelocityField> fields,
      CalibrationListener listener) {
    this.settings = settings;
    this.fields = fields;
    this.listener = listener;
  }

  /** Runs it. */
  public Calibration run() {
    List<Calibration.Table> tables = new ArrayList<>();
    List<double[]> places = new ArrayList<>();
    for (double guidance : settings.guidance()) {
      tables.add(table(guidance, places));
    }
    return new Calibration(tables);
  }

  /** Fits a table, and leaves the places of its families for the next. */
  private Calibration.Table table(double guidance, List<double[]> places) {
    String label = String.format(Locale.ROOT, "guidance %s, ", guidance);
    VelocityField field = fields.apply(guidance);
    listener.stage(label + "exact paths", settings.referenceSteps());
    ReferencePaths paths = ReferencePaths.of(field, settings.referenceSteps(), listener);
    listener.stage(
        label + "rows", FamilyPlan.USUAL.stream().mapToInt(p -> p.members().size()).sum());
    List<FittedFamily> families = new ArrayList<>();
    for (int i = 0; i < FamilyPlan.USUAL.size(); i++) {
      FamilyPlan plan = FamilyPlan.USUAL.get(i);
      FamilyFit.Result fitted = fit(field, paths, plan).fit(plan, start(field, places, i));
      families.add(fitted.family());
      if (i < places.size()) {
        places.set(i, fitted.places());
      } else {
        places.add(fitted.places());
      }
    }
    return new Calibration.Table(guidance, families);
  }

  private FamilyFit fit(VelocityField field, ReferencePaths paths, FamilyPlan plan) {
    int few = Math.max(Math.min(FEWEST, field.images()), field.images() / plan.share());
    return new FamilyFit(
        new FirstImages(field, few), paths.first(few), settings.refined(), listener);
  }

  /** The places of the same family at the guidance before; else those of the family before. */
  private static double[] start(VelocityField field, List<double[]> places, int family) {
    if (places.isEmpty()) {
      return Places.shifted(field.first(), FamilyPlan.USUAL.getFirst().base(), SHIFT);
    }
    return places.get(Math.min(family, places.size() - 1));
  }
}

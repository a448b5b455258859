package dev.tidewheel.calibration;

import dev.tidewheel.calibration.FamilyFit.Fitted;
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
    FamilyFit fit = new FamilyFit(field, paths, settings.refined(), listener);
    List<FittedFamily> families = new ArrayList<>();
    for (int i = 0; i < FamilyPlan.USUAL.size(); i++) {
      Fitted fitted = fit.fit(FamilyPlan.USUAL.get(i), start(field, places, i));
      families.add(fitted.family());
      if (i < places.size()) {
        places.set(i, fitted.places());
      } else {
        places.add(fitted.places());
      }
    }
    return new Calibration.Table(guidance, families);
  }

  /** The places of the same family at the guidance before; else those of the family before. */
  private static double[] start(VelocityField field, List<double[]> places, int family) {
    if (places.isEmpty()) {
      return Places.shifted(field.first(), FamilyPlan.USUAL.getFirst().base(), SHIFT);
    }
    return places.get(Math.min(family, places.size() - 1));
  }
}

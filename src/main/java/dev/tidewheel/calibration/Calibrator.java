package dev.tidewheel.calibration;

import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedStep;
import dev.tidewheel.sampling.calibrated.FittedWay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Makes the calibration of a model, a table for each guidance scale. Each begins from the places of
 * the tables there are already.
 */
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

  /**
   * Fits the tables of guidance scales.
   *
   * @param guidance the scales
   * @param known tables that were made before; those of the same scales are replaced
   */
  public Calibration run(List<Double> guidance, List<Calibration.Table> known) {
    List<Calibration.Table> tables = new ArrayList<>(known);
    for (double scale : guidance) {
      Calibration.Table table = table(scale, tables);
      tables.removeIf(other -> other.guidance() == scale);
      tables.add(table);
      tables.sort(Comparator.comparingDouble(Calibration.Table::guidance));
    }
    return new Calibration(tables);
  }

  private Calibration.Table table(double guidance, List<Calibration.Table> known) {
    String label = String.format(Locale.ROOT, "guidance %s, ", guidance);
    VelocityField field = fields.apply(guidance);
    listener.stage(label + "exact paths", settings.referenceSteps());
    ReferencePaths paths = ReferencePaths.of(field, settings.referenceSteps(), listener);
    listener.stage(label + "rows", FamilyPlan.members(FamilyPlan.USUAL));
    List<FittedFamily> families = new ArrayList<>();
    double[] places = Places.shifted(field.first(), FamilyPlan.USUAL.getFirst().base(), SHIFT);
    for (int i = 0; i < FamilyPlan.USUAL.size(); i++) {
      FamilyPlan plan = FamilyPlan.USUAL.get(i);
      if (!known.isEmpty()) {
        places = places(new Calibration(known).at(guidance).families().get(i), plan);
      }
      FamilyFit.Result fitted = fit(field, paths, plan).fit(plan, places);
      families.add(fitted.family());
      places = fitted.places();
    }
    return new Calibration.Table(guidance, families);
  }

  private FamilyFit fit(VelocityField field, ReferencePaths paths, FamilyPlan plan) {
    int few = Math.max(Math.min(FEWEST, field.images()), field.images() / plan.share());
    return new FamilyFit(
        new FirstImages(field, few), paths.first(few), settings.refined(), listener);
  }

  /** Where the base of a family of another guidance scale is evaluated. */
  private static double[] places(FittedFamily family, FamilyPlan plan) {
    FittedWay base = family.members().get(plan.members().indexOf(plan.base()));
    return base.steps().stream().mapToDouble(FittedStep::share).toArray();
  }
}

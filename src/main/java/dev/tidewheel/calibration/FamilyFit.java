package dev.tidewheel.calibration;

import dev.tidewheel.calibration.StepwiseFit.Fitted;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fits the members of a family, and what an image chooses between them by. */
final class FamilyFit {
  private final VelocityField field;
  private final ReferencePaths paths;
  private final int refined;
  private final CalibrationListener listener;

  /**
   * Makes a fit.
   *
   * @param field the probe images
   * @param paths their exact paths
   * @param refined ways of up to so many evaluations are fitted jointly too
   * @param listener hears of each member
   */
  FamilyFit(VelocityField field, ReferencePaths paths, int refined, CalibrationListener listener) {
    this.field = field;
    this.paths = paths;
    this.refined = refined;
    this.listener = listener;
  }

  /**
   * What was fitted.
   *
   * @param family the family
   * @param places the places of its base, from which those of others can start
   */
  record Result(FittedFamily family, double[] places) {}

  /** Fits a family, from the places of a way of any number of evaluations. */
  Result fit(FamilyPlan plan, double[] places) {
    boolean guided = field.guided();
    Fitted base = fitted(Draft.adamsBashforth(Places.spread(places, plan.base()), guided), 0);
    List<Fitted> all = new ArrayList<>();
    for (int evaluations : plan.members()) {
      all.add(evaluations == plan.base() ? base : member(base.draft(), evaluations));
      listener.advanced();
    }
    return new Result(family(all), base.draft().shares());
  }

  private Fitted member(Draft base, int evaluations) {
    Draft draft =
        Draft.adamsBashforth(Places.afterSameStart(base.shares(), evaluations), field.guided())
            .withWeights(0, base.weights(0));
    return fitted(draft, 1);
  }

  private Fitted fitted(Draft draft, int first) {
    double[] alike = new double[field.images()];
    Arrays.fill(alike, 1);
    Fitted stepwise = StepwiseFit.of(field, paths, draft, alike, first);
    return draft.evaluations() > refined
        ? stepwise
        : new JointFit(field, paths, first).improved(stepwise);
  }

  private FittedFamily family(List<Fitted> all) {
    List<Draft> drafts = all.stream().map(Fitted::draft).toList();
    List<double[]> errors =
        all.stream().map(fitted -> Vectors.rms(Vectors.minus(paths.end(), fitted.end()))).toList();
    return new Signs(Signs.of(field, drafts.getFirst())).family(drafts, errors);
  }
}

package dev.tidewheel.calibration;

import dev.tidewheel.calibration.StepwiseFit.Fitted;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fits the members of a family, and what an image chooses between them by. */
final class FamilyFit {
  /** Places are looked for on so many images: finding them asks for fewer than rows do. */
  private static final int SEARCHED = 48;

  private final VelocityField field;
  private final ReferencePaths paths;
  private final int refined;
  private final CalibrationListener listener;

  /**
   * Makes a fit.
   *
   * @param field the probe images
   * @param paths their exact paths
   * @param refined ways of up to so many evaluations get places of their own and are fitted jointly
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
    Fitted base =
        fitted(
            Draft.adamsBashforth(Places.spread(field.first(), places, plan.base()), guided),
            Freedom.ALL);
    List<Fitted> all = new ArrayList<>();
    for (int evaluations : plan.members()) {
      all.add(evaluations == plan.base() ? base : member(base.draft(), plan.shared(), evaluations));
      listener.advanced();
    }
    return new Result(family(all, plan.shared()), base.draft().shares());
  }

  private Fitted member(Draft base, int shared, int evaluations) {
    double[] places = Places.afterSameStart(base.shares(), shared, evaluations);
    Draft draft = Draft.adamsBashforth(places, field.guided());
    for (int i = 0; i < shared - 1; i++) {
      draft = draft.withWeights(i, base.weights(i));
    }
    return fitted(draft, new Freedom(shared - 1));
  }

  private Fitted fitted(Draft draft, Freedom freedom) {
    boolean joint = draft.evaluations() <= refined;
    Draft placed = joint || isBaseOfMany(draft, freedom) ? placed(draft, freedom) : draft;
    Fitted stepwise = stepwise(placed, freedom);
    return joint ? new JointFit(field, paths, freedom).improved(stepwise) : stepwise;
  }

  /** What others begin with is worth a search; the finest ways have nothing to gain by one. */
  private static boolean isBaseOfMany(Draft draft, Freedom freedom) {
    return freedom.equals(Freedom.ALL) && draft.evaluations() <= FamilyPlan.MOST_IN_COMMON;
  }

  private Draft placed(Draft draft, Freedom freedom) {
    int few = Math.min(draft.evaluations() <= refined ? SEARCHED : SEARCHED / 2, field.images());
    return new PlaceSearch(new FirstImages(field, few), paths.first(few), freedom).best(draft);
  }

  private Fitted stepwise(Draft draft, Freedom freedom) {
    double[] alike = new double[field.images()];
    Arrays.fill(alike, 1);
    return StepwiseFit.of(field, paths, draft, alike, freedom);
  }

  private FittedFamily family(List<Fitted> all, int shared) {
    List<Draft> drafts = all.stream().map(Fitted::draft).toList();
    List<double[]> errors =
        all.stream().map(fitted -> Vectors.rms(Vectors.minus(paths.end(), fitted.end()))).toList();
    return new Signs(Signs.of(field, drafts.getFirst(), shared), shared).family(drafts, errors);
  }
}

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
        fitted(Draft.adamsBashforth(Places.spread(field.first(), places, plan.base()), guided), 0);
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
    int free = shared - 1;
    for (int i = 0; i < free; i++) {
      draft = draft.withWeights(i, base.weights(i));
    }
    return fitted(draft, free);
  }

  private Fitted fitted(Draft draft, int first) {
    boolean joint = draft.evaluations() <= refined;
    Draft placed = joint || isBaseOfMany(draft, first) ? placed(draft, first) : draft;
    Fitted stepwise = stepwise(placed, first);
    return joint ? new JointFit(field, paths, first).improved(stepwise) : stepwise;
  }

  /** What others begin with is worth a search; the finest ways have nothing to gain by one. */
  private static boolean isBaseOfMany(Draft draft, int first) {
    return first == 0 && draft.evaluations() <= FamilyPlan.MOST_IN_COMMON;
  }

  private Draft placed(Draft draft, int first) {
    int few = Math.min(draft.evaluations() <= refined ? SEARCHED : SEARCHED / 2, field.images());
    return new PlaceSearch(new FirstImages(field, few), paths.first(few), first).best(draft);
  }

  private Fitted stepwise(Draft draft, int first) {
    double[] alike = new double[field.images()];
    Arrays.fill(alike, 1);
    return StepwiseFit.of(field, paths, draft, alike, first);
  }

  private FittedFamily family(List<Fitted> all, int shared) {
    List<Draft> drafts = all.stream().map(Fitted::draft).toList();
    List<double[]> errors =
        all.stream().map(fitted -> Vectors.rms(Vectors.minus(paths.end(), fitted.end()))).toList();
    return new Signs(Signs.of(field, drafts.getFirst(), shared), shared).family(drafts, errors);
  }
}

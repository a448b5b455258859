package dev.tidewheel.calibration;

import dev.tidewheel.sampling.FittedFamily;
import dev.tidewheel.sampling.FittedWay;
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
  record Fitted(FittedFamily family, double[] places) {}

  /** Fits a family, from the places of a way of any number of evaluations. */
  Fitted fit(FamilyPlan plan, double[] places) {
    Draft base = fitted(Draft.adamsBashforth(Places.spread(places, plan.base()), guided()), 0);
    List<Draft> drafts = new ArrayList<>();
    for (int evaluations : plan.members()) {
      drafts.add(evaluations == plan.base() ? base : member(base, evaluations));
      listener.advanced();
    }
    return new Fitted(family(drafts), base.shares());
  }

  private boolean guided() {
    return field.guided();
  }

  private Draft member(Draft base, int evaluations) {
    Draft draft =
        Draft.adamsBashforth(Places.afterSameStart(base.shares(), evaluations), guided())
            .withWeights(0, base.weights(0));
    return fitted(draft, 1);
  }

  private Draft fitted(Draft draft, int first) {
    double[] alike = new double[field.images()];
    Arrays.fill(alike, 1);
    Draft stepwise = StepwiseFit.of(field, paths, draft, alike, first);
    if (draft.evaluations() > refined) {
      return stepwise;
    }
    Draft joint = new JointFit(field, paths, first).improved(stepwise);
    return joint;
  }

  private FittedFamily family(List<Draft> drafts) {
    List<double[]> errors = new ArrayList<>();
    List<FittedWay> members = new ArrayList<>();
    for (Draft draft : drafts) {
      double[][] end = Trial.start(field).end(field, draft, 0);
      double[] logarithms =
          Arrays.stream(Vectors.rms(Vectors.minus(paths.end(), end))).map(Math::log).toArray();
      errors.add(logarithms);
      members.add(draft.way(Math.exp(Vectors.mean(logarithms))));
    }
    double[][] signs = Signs.of(field, drafts.getFirst());
    return Signs.family(members, errors, signs);
  }
}

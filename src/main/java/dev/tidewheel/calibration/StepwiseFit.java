package dev.tidewheel.calibration;

/**
 * Fits the rows of a draft one after the other: each leads from the state that the fitted steps
 * before it have reached as near as it can to the exact path's next point.
 */
final class StepwiseFit {
  /** How strongly rows are drawn towards Adams-Bashforth. */
  private static final double RIDGE = 1e-4;

  private StepwiseFit() {}

  /**
   * What was fitted.
   *
   * @param draft the draft with its rows
   * @param end where it leads the images
   */
  record Fitted(Draft draft, double[][] end) {}

  /**
   * Fits the rows from a step on.
   *
   * @param weights how much each image counts
   * @param freedom which rows may move
   */
  static Fitted of(
      VelocityField field, ReferencePaths paths, Draft draft, double[] weights, Freedom freedom) {
    Draft fitted = draft;
    Trial trial = Trial.start(field, draft.share(0));
    for (int i = 0; i < draft.evaluations(); i++) {
      trial = trial.evaluated(field, draft.share(i));
      if (freedom.row(i)) {
        double[][] target = Vectors.minus(paths.at(draft.end(i)), trial.states());
        Regression regression = new Regression(trial.columns(draft, i), target, weights);
        fitted = fitted.withWeights(i, regression.towards(draft.adamsBashforth(i), RIDGE));
      }
      trial = trial.moved(fitted, i);
    }
    return new Fitted(fitted, trial.states());
  }
}

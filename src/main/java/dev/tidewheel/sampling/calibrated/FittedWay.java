package dev.tidewheel.sampling.calibrated;

import java.util.ArrayList;
import java.util.List;

/**
 * A way from noise to data by steps that were fitted to a model.
 *
 * @param steps one for each evaluation
 * @param error expected root mean square error of an image at its end, over the images that it was
 *     measured on; where an image can tell more, what its own factor multiplies ({@link
 *     FittedFamily})
 */
public record FittedWay(List<FittedStep> steps, double error) {
  /** Copies the list and refuses a way that does not lead from noise to data. */
  public FittedWay {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || !(error > 0)) {
      throw new IllegalArgumentException("a fitted way has steps, and an error above 0");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (!(steps.get(i).share() < steps.get(i - 1).share())) {
        throw new IllegalArgumentException("the share of noise must fall along a way: " + steps);
      }
    }
  }

  /** Evaluations that it costs. */
  public int evaluations() {
    return steps.size();
  }

  /** Share of the noise where an evaluation's step ends. */
  double endOf(int index) {
    return index + 1 < steps.size() ? steps.get(index + 1).share() : 0;
  }

  /** A way between this one, at 0, and another of as many evaluations, at 1. */
  FittedWay towards(FittedWay other, double position) {
    if (steps.size() != other.steps.size()) {
      throw new IllegalArgumentException("only ways of as many evaluations have one between them");
    }
    List<FittedStep> between = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      between.add(steps.get(i).towards(other.steps.get(i), position));
    }
    double logError = FittedStep.between(Math.log(error), Math.log(other.error), position);
    return new FittedWay(between, Math.exp(logError));
  }
}

package dev.tidewheel.calibration;

import dev.tidewheel.sampling.calibrated.FittedStep;
import dev.tidewheel.sampling.calibrated.FittedWay;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A way whose numbers are being fitted.
 *
 * <p>The weights of a step stand in this order: the velocities, the newest first; the differences;
 * what the state's weight is above 1.
 */
final class Draft {
  private static final MathContext DIGITS = new MathContext(7);

  private final double[] shares;
  private final double[][] weights;
  private final boolean guided;

  private Draft(double[] shares, double[][] weights, boolean guided) {
    this.shares = shares;
    this.weights = weights;
    this.guided = guided;
  }

  /** Adams-Bashforth of second order through given places. */
  static Draft adamsBashforth(double[] shares, boolean guided) {
    Draft draft = new Draft(shares.clone(), new double[shares.length][], guided);
    for (int i = 0; i < shares.length; i++) {
      draft.weights[i] = draft.adamsBashforth(i);
    }
    return draft;
  }

  /** The weights of Adams-Bashforth for a step. */
  double[] adamsBashforth(int step) {
    double[] usual = new double[velocities(step) + differences(step) + 1];
    double length = end(step) - shares[step];
    if (step == 0) {
      usual[0] = length;
    } else {
      double lean = length / (2 * (shares[step] - shares[step - 1]));
      usual[0] = length * (1 + lean);
      usual[1] = -length * lean;
    }
    return usual;
  }

  static int velocities(int step) {
    return Math.min(FittedStep.VELOCITIES, step + 1);
  }

  int differences(int step) {
    return guided ? Math.min(FittedStep.DIFFERENCES, step + 1) : 0;
  }

  int evaluations() {
    return shares.length;
  }

  double share(int step) {
    return shares[step];
  }

  double[] shares() {
    return shares.clone();
  }

  double end(int step) {
    return step + 1 < shares.length ? shares[step + 1] : 0;
  }

  double[] weights(int step) {
    return weights[step].clone();
  }

  /** The same with other weights at a step. */
  Draft withWeights(int step, double[] replaced) {
    double[][] copy = weights.clone();
    copy[step] = replaced.clone();
    return new Draft(shares, copy, guided);
  }

  /** The same with an evaluation elsewhere; the weights stay. */
  Draft withShare(int step, double share) {
    double[] copy = shares.clone();
    copy[step] = share;
    return new Draft(copy, weights, guided);
  }

  /** Whether the places fall, from at most the first that there is, and keep a distance. */
  boolean falls(double most) {
    if (shares[0] > most) {
      return false;
    }
    for (int i = 0; i < shares.length; i++) {
      if (!(shares[i] - end(i) > Trial.LEAST_SHARE)) {
        return false;
      }
    }
    return true;
  }

  /** The way, with the error that it reached. */
  FittedWay way(double error) {
    List<FittedStep> steps = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      int split = velocities(i);
      int last = weights[i].length - 1;
      steps.add(
          new FittedStep(
              rounded(shares[i]),
              rounded(1 + weights[i][last]),
              list(weights[i], 0, split),
              list(weights[i], split, last)));
    }
    return new FittedWay(steps, error);
  }

  private static List<Double> list(double[] values, int from, int to) {
    List<Double> list = new ArrayList<>();
    for (int i = from; i < to; i++) {
      list.add(rounded(values[i]));
    }
    return list;
  }

  /** More digits than matter make a table hard to read. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}

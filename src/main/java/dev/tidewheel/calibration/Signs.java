package dev.tidewheel.calibration;

import dev.tidewheel.calibration.VelocityField.Velocities;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedWay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What an image shows of its error in the evaluations that a family shares: the logarithms of the
 * root mean square of the last two changes of velocity.
 */
final class Signs {
  /** How strongly slopes are drawn towards 0, in images. */
  private static final double RIDGE = 3;

  /** Signs that explain a smaller share of the variance have no say. */
  private static final double LEAST_EXPLAINED = 0.05;

  private final double[][] signs;
  private final int shared;
  private final double[] centres = new double[FittedFamily.SIGNS];
  private final double[] spreads = new double[FittedFamily.SIGNS];

  /** Takes the signs of images, as {@link #of} gives them. */
  Signs(double[][] signs, int shared) {
    this.signs = signs;
    this.shared = shared;
    for (int k = 0; k < centres.length; k++) {
      double[] column = column(k);
      centres[k] = Vectors.mean(column);
      spreads[k] = spread(column, centres[k]);
    }
  }

  /** The signs of each image, as {@code [image][sign]}. */
  static double[][] of(VelocityField field, Draft draft, int shared) {
    Trial trial = Trial.start(field, draft.share(0)).evaluated(field, draft.share(0));
    for (int i = 1; i < shared; i++) {
      trial = trial.moved(draft, i - 1).evaluated(field, draft.share(i));
    }
    double[] earlier = change(trial, 1);
    double[] later = change(trial, 0);
    double[][] signs = new double[later.length][];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = new double[] {Math.log(earlier[i]), Math.log(later[i])};
    }
    return signs;
  }

  /** How much each velocity differs from that of the evaluation before it. */
  private static double[] change(Trial trial, int back) {
    List<Velocities> history = trial.history();
    return Vectors.rms(Vectors.minus(history.get(back).guided(), history.get(back + 1).guided()));
  }

  /**
   * The family whose slopes explain best, over all members together, how an image's error departs
   * from the usual one; a single member leaves nothing to choose, and has slopes of 0; so do signs
   * that explain little.
   *
   * @param drafts the members
   * @param errors root mean square errors, an array of the images for each member
   */
  FittedFamily family(List<Draft> drafts, List<double[]> errors) {
    double[] slopes = drafts.size() == 1 ? new double[centres.length] : slopes(departures(errors));
    double[] factors = factors(slopes);
    List<FittedWay> members = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      members.add(drafts.get(i).way(usual(errors.get(i), factors)));
    }
    return new FittedFamily(members, shared, list(slopes), list(centres));
  }

  /** How far the logarithm of each image's error departs from the mean, on average over members. */
  private static double[] departures(List<double[]> errors) {
    double[] sum = new double[errors.getFirst().length];
    for (double[] member : errors) {
      double[] logarithms = Arrays.stream(member).map(Math::log).toArray();
      double mean = Vectors.mean(logarithms);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (logarithms[i] - mean) / errors.size();
      }
    }
    return sum;
  }

  private double[] slopes(double[] departures) {
    if (explained(departures) < LEAST_EXPLAINED) {
      return new double[centres.length];
    }
    double[] slopes = standardSlopes(departures, image -> true);
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] /= spreads[k];
    }
    return slopes;
  }

  /** The share of the departures' variance that signs tell of images left out of the regression. */
  private double explained(double[] departures) {
    double left = 0;
    double all = 0;
    for (int i = 0; i < departures.length; i++) {
      int out = i;
      double[] slopes = standardSlopes(departures, image -> image != out);
      double told = 0;
      for (int k = 0; k < slopes.length; k++) {
        told += slopes[k] * (signs[i][k] - centres[k]) / spreads[k];
      }
      left += (departures[i] - told) * (departures[i] - told);
      all += departures[i] * departures[i];
    }
    return 1 - left / all;
  }

  /** The slopes of signs of unit spread, by some of the images. */
  private double[] standardSlopes(double[] departures, IntPredicate images) {
    List<double[][]> columns = new ArrayList<>();
    for (int k = 0; k < centres.length; k++) {
      columns.add(new double[][] {of(images, standard(k))});
    }
    double[][] target = {of(images, departures)};
    return new Regression(columns, target, new double[] {1})
        .towards(new double[centres.length], RIDGE / departures.length);
  }

  private static double[] of(IntPredicate images, double[] values) {
    return IntStream.range(0, values.length).filter(images).mapToDouble(i -> values[i]).toArray();
  }

  /** What each image's error is expected to be, as a multiple of the usual one. */
  private double[] factors(double[] slopes) {
    double[] factors = new double[signs.length];
    for (int i = 0; i < factors.length; i++) {
      double sum = 0;
      for (int k = 0; k < slopes.length; k++) {
        sum += slopes[k] * (signs[i][k] - centres[k]);
      }
      factors[i] = Math.exp(sum);
    }
    return factors;
  }

  /** Root mean square of the errors, each over its factor. */
  private static double usual(double[] errors, double[] factors) {
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      double error = errors[i] / factors[i];
      sum += error * error;
    }
    return Math.sqrt(sum / errors.length);
  }

  private double[] standard(int k) {
    return Arrays.stream(column(k)).map(value -> (value - centres[k]) / spreads[k]).toArray();
  }

  private double[] column(int k) {
    return Arrays.stream(signs).mapToDouble(row -> row[k]).toArray();
  }

  private static double spread(double[] values, double centre) {
    double sum = Arrays.stream(values).map(value -> (value - centre) * (value - centre)).sum();
    return Math.sqrt(sum / values.length) + 1e-9;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}

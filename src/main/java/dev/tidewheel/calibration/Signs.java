package dev.tidewheel.calibration;

import dev.tidewheel.calibration.VelocityField.Velocities;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedWay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an image shows of its error in the two evaluations that a family shares: the logarithms of
 * the root mean square of the expected data, and of the change of velocity.
 */
final class Signs {
  /** How strongly slopes are drawn towards 0, in images. */
  private static final double RIDGE = 3;

  private final double[][] signs;
  private final double[] centres = new double[FittedFamily.SHARED];
  private final double[] spreads = new double[FittedFamily.SHARED];

  /** Takes the signs of images, as {@link #of} gives them. */
  Signs(double[][] signs) {
    this.signs = signs;
    for (int k = 0; k < centres.length; k++) {
      double[] column = column(k);
      centres[k] = Vectors.mean(column);
      spreads[k] = spread(column, centres[k]);
    }
  }

  /** The signs of each image, as {@code [image][sign]}. */
  static double[][] of(VelocityField field, Draft draft) {
    Trial first = Trial.start(field).evaluated(field, draft.share(0));
    Trial second = first.moved(draft, 0).evaluated(field, draft.share(1));
    double[] data = Vectors.rms(data(first, draft.share(0)));
    double[] change = Vectors.rms(Vectors.minus(guided(second, 0), guided(second, 1)));
    double[][] signs = new double[data.length][];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = new double[] {Math.log(data[i]), Math.log(change[i])};
    }
    return signs;
  }

  private static double[][] guided(Trial trial, int back) {
    Velocities velocities = trial.history().get(back);
    return velocities.guided();
  }

  /** On the rectified path the data is the state less the share times the velocity. */
  private static double[][] data(Trial trial, double share) {
    return Vectors.plus(trial.states(), -share, guided(trial, 0));
  }

  /**
   * The family whose slopes explain best, over all members together, how an image's error departs
   * from the usual one; a single member leaves nothing to choose, and has slopes of 0.
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
    return new FittedFamily(members, list(slopes), list(centres));
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
    List<double[][]> columns = new ArrayList<>();
    for (int k = 0; k < centres.length; k++) {
      columns.add(standard(k));
    }
    double ridge = RIDGE / departures.length;
    double[] slopes =
        new Regression(columns, new double[][] {departures}, new double[] {1})
            .towards(new double[centres.length], ridge);
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] /= spreads[k];
    }
    return slopes;
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

  /** Mean of the errors, each over its factor. */
  private static double usual(double[] errors, double[] factors) {
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      sum += errors[i] / factors[i];
    }
    return sum / errors.length;
  }

  private double[][] standard(int k) {
    return new double[][] {
      Arrays.stream(column(k)).map(value -> (value - centres[k]) / spreads[k]).toArray()
    };
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

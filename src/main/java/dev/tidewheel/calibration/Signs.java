package dev.tidewheel.calibration;

import dev.tidewheel.calibration.VelocityField.Velocities;
import dev.tidewheel.sampling.FittedFamily;
import dev.tidewheel.sampling.FittedWay;
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

  private Signs() {}

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
   * from the mean.
   *
   * @param members the ways, with their mean errors
   * @param errors logarithms of the errors, an array of the images for each member
   * @param signs as {@link #of} gives them
   */
  static FittedFamily family(List<FittedWay> members, List<double[]> errors, double[][] signs) {
    double[] centres = new double[FittedFamily.SHARED];
    double[] spreads = new double[FittedFamily.SHARED];
    for (int k = 0; k < centres.length; k++) {
      double[] column = column(signs, k);
      centres[k] = Vectors.mean(column);
      spreads[k] = spread(column, centres[k]);
    }
    double[] departures = departures(errors);
    List<double[][]> columns = new ArrayList<>();
    for (int k = 0; k < centres.length; k++) {
      columns.add(standard(column(signs, k), centres[k], spreads[k]));
    }
    double[] slopes = slopes(columns, departures);
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] /= spreads[k];
    }
    return new FittedFamily(members, list(slopes), list(centres));
  }

  /** How far each image's error departs from the mean, on average over the members. */
  private static double[] departures(List<double[]> errors) {
    double[] sum = new double[errors.getFirst().length];
    for (double[] member : errors) {
      double mean = Vectors.mean(member);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (member[i] - mean) / errors.size();
      }
    }
    return sum;
  }

  private static double[] slopes(List<double[][]> columns, double[] departures) {
    double[][] target = new double[][] {departures};
    double[] alike = {1};
    double ridge = RIDGE / departures.length;
    return new Regression(columns, target, alike).towards(new double[columns.size()], ridge);
  }

  private static double[][] standard(double[] column, double centre, double spread) {
    return new double[][] {Arrays.stream(column).map(value -> (value - centre) / spread).toArray()};
  }

  private static double[] column(double[][] rows, int k) {
    return Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
  }

  private static double spread(double[] values, double centre) {
    double sum = Arrays.stream(values).map(value -> (value - centre) * (value - centre)).sum();
    return Math.sqrt(sum / values.length) + 1e-9;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}

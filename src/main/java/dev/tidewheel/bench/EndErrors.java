package dev.tidewheel.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How far pictures end from a reference.
 *
 * @param evaluations mean number of evaluations of a picture
 * @param mean mean over the pictures of the root mean square error, data scaled to [-1, 1]
 * @param rms root mean square over all pictures
 * @param p50 median of the pictures' errors
 * @param p95 95th percentile of the pictures' errors
 */
public record EndErrors(double evaluations, double mean, double rms, double p50, double p95) {
  private static final double HIGH = 0.95;

  /**
   * Measures.
   *
   * @param pictures the pictures
   * @param reference what they should be, in the same order
   */
  static EndErrors of(List<FloatSampler.Drawn> pictures, List<FloatSampler.Drawn> reference) {
    double[] each = each(pictures, reference);
    Arrays.sort(each);
    double evaluations =
        pictures.stream().mapToInt(FloatSampler.Drawn::evaluations).average().orElse(0);
    double squares = Arrays.stream(each).map(error -> error * error).average().orElse(0);
    return new EndErrors(
        evaluations,
        Arrays.stream(each).average().orElse(0),
        Math.sqrt(squares),
        percentile(each, 0.5),
        percentile(each, HIGH));
  }

  /** Each picture's root mean square error. */
  static double[] each(List<FloatSampler.Drawn> pictures, List<FloatSampler.Drawn> reference) {
    double[] each = new double[pictures.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = pictures.get(i).rmsTo(reference.get(i));
    }
    return each;
  }

  /** Between the two values that the percentile falls between. */
  private static double percentile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

package dev.tidewheel.bench;

import java.util.Collection;

/**
 * The same figure of several runs.
 *
 * @param median the middle one; of an even number, the mean of the two
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {
  /** The spread of one figure or more. */
  static Spread of(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}

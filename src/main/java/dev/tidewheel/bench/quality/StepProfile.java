package dev.tidewheel.bench.quality;

import dev.tidewheel.engine.TracePoint;
import java.util.List;

/**
 * How the pictures of a row spent their steps.
 *
 * @param pictures number of pictures by number of evaluations, from 0
 * @param lengths mean length of the steps by where they began: share of the noise in {@link #BINS}
 *     equal parts from 0 to 1; NaN where no step began
 */
public record StepProfile(int[] pictures, double[] lengths) {
  /** Parts of the way. */
  public static final int BINS = 20;

  static StepProfile of(List<List<TracePoint>> traces) {
    int most = traces.stream().mapToInt(List::size).max().orElse(0);
    int[] pictures = new int[most + 1];
    double[] sums = new double[BINS];
    int[] counts = new int[BINS];
    for (List<TracePoint> trace : traces) {
      pictures[trace.size()]++;
      for (TracePoint point : trace) {
        if (point.accepted()) {
          int bin = Math.clamp((int) (point.span().from() * BINS), 0, BINS - 1);
          sums[bin] += point.span().from() - point.span().to();
          counts[bin]++;
        }
      }
    }
    double[] lengths = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      lengths[bin] = sums[bin] / counts[bin];
    }
    return new StepProfile(pictures, lengths);
  }
}

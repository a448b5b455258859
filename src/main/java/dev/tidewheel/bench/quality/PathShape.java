package dev.tidewheel.bench.quality;

import java.util.List;

/**
 * How straight the ways of images are.
 *
 * @param bend the mean over time of {@code |chord - velocity|^2}, as a share of {@code |chord|^2}:
 *     0 for straight ways that are run at an even speed (Liu et al. 2022, arXiv 2209.03003, the
 *     measure S, made free of units)
 * @param detour the mean of a way's length by the distance of its ends: 1 for straight ways
 */
public record PathShape(double bend, double detour) {
  /**
   * Where an image stood.
   *
   * @param times falling
   * @param states its state at each
   */
  record Way(List<Double> times, List<double[]> states) {
    private double time(int index) {
      return times.get(index);
    }

    private double[] difference(int from, int to) {
      double[] difference = states.get(from).clone();
      double[] other = states.get(to);
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= other[i];
      }
      return difference;
    }

    /** The state's difference between the ends, for a unit of time. */
    private double[] chord() {
      int last = times.size() - 1;
      double[] chord = difference(0, last);
      for (int i = 0; i < chord.length; i++) {
        chord[i] /= time(0) - time(last);
      }
      return chord;
    }

    private double length() {
      double length = 0;
      for (int i = 1; i < times.size(); i++) {
        length += Math.sqrt(square(difference(i - 1, i)));
      }
      return length;
    }

    private double detour() {
      return length() / Math.sqrt(square(difference(0, times.size() - 1)));
    }

    /** The mean square distance between the velocity and the chord. */
    private double bend(double[] chord) {
      double sum = 0;
      for (int k = 1; k < times.size(); k++) {
        double step = time(k - 1) - time(k);
        double[] velocity = difference(k - 1, k);
        for (int i = 0; i < velocity.length; i++) {
          double apart = velocity[i] / step - chord[i];
          sum += step * apart * apart;
        }
      }
      return sum / (time(0) - time(times.size() - 1));
    }
  }

  /** The shape of some ways; each has two points or more, at different places. */
  static PathShape of(List<Way> ways) {
    double bends = 0;
    double chords = 0;
    double detours = 0;
    for (Way way : ways) {
      double[] chord = way.chord();
      bends += way.bend(chord);
      chords += square(chord);
      detours += way.detour();
    }
    return new PathShape(bends / chords, detours / ways.size());
  }

  private static double square(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }
}

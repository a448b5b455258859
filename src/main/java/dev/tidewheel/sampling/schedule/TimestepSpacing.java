package dev.tidewheel.sampling.schedule;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Which training times are visited (Lin et al. 2023, arXiv 2305.08891, table 2), falling. */
public enum TimestepSpacing {
  /** Every so many from 0 on: the last time is 0, the first is often short of the end. */
  LEADING {
    @Override
    public double[] times(int count, int size) {
      double[] times = new double[count];
      for (int i = 0; i < count; i++) {
        times[i] = (double) (count - 1 - i) * (size / count);
      }
      return times;
    }
  },

  /** Every so many from the end down: the first is the last training time. */
  TRAILING {
    @Override
    public double[] times(int count, int size) {
      return trailing(size, (double) size / count);
    }
  },

  /** Evenly from the last to 0, both included; not rounded. */
  LINSPACE {
    @Override
    public double[] times(int count, int size) {
      double step = count == 1 ? 0 : (size - 1.0) / (count - 1);
      double[] times = new double[count];
      for (int i = 1; i < count; i++) {
        times[i] = (count - 1 - i) * step;
      }
      if (count > 1) {
        times[0] = size - 1.0;
      }
      return times;
    }
  };

  /**
   * The times.
   *
   * @param count how many
   * @param size number of training times
   */
  public abstract double[] times(int count, int size);

  /**
   * The times from one down to 0, a distance apart, each rounded half to even and less 1.
   *
   * @throws IllegalArgumentException where rounding makes diffusers add a time of -1 (61 steps of
   *     1000), which there is read from the other end of the table and spoils the picture
   */
  public static double[] trailing(double from, double apart) {
    double[] times =
        IntStream.range(0, (int) Math.ceil(from / apart))
            .mapToDouble(i -> Math.rint(from + i * ((from - apart) - from)) - 1)
            .toArray();
    if (DoubleStream.of(times).anyMatch(time -> time < 0)) {
      throw new IllegalArgumentException(
          "spaced trailing, rounding would add a training time of -1; take another number of steps");
    }
    return times;
  }

  /** The times rounded half to even. */
  public static double[] rounded(double[] times) {
    return DoubleStream.of(times).map(Math::rint).toArray();
  }
}

package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.TrainingTable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The grids of diffusers' {@code DPMSolverMultistepScheduler} and {@code UniPCMultistepScheduler}
 * 0.42 on a path of diffusion.
 *
 * @param path the path
 * @param stops how they are chosen
 * @param end where the way ends
 */
public record MultistepSchedule(DiscretePath path, Stops stops, End end) implements Schedule {
  /** Where the way ends. */
  public enum End {
    /** At pure data. */
    DATA,
    /** At the first training time. */
    FIRST_TIME,
    /** Where the last evaluation is, which then only corrects. */
    LAST_STOP
  }

  /** How stops are chosen. */
  public sealed interface Stops {
    /** Noise for a unit of data at each. */
    double[] sigmas(int steps, TrainingTable table);

    /** What the network is told there, before fractions are cut off. */
    double[] told(double[] sigmas, int steps, TrainingTable table);
  }

  /**
   * By training times.
   *
   * @param spacing which times
   * @param offset what is added to times of the leading spacing
   * @param lambdaMin times with a smaller lambda are never visited
   */
  public record ByTime(TimestepSpacing spacing, int offset, double lambdaMin) implements Stops {
    @Override
    public double[] sigmas(int steps, TrainingTable table) {
      return DoubleStream.of(times(steps, table)).map(table::sigma).toArray();
    }

    @Override
    public double[] told(double[] sigmas, int steps, TrainingTable table) {
      return times(steps, table);
    }

    private double[] times(int steps, TrainingTable table) {
      int count = visited(table);
      return switch (spacing) {
        case LINSPACE -> linspace(steps, count - 1);
        case LEADING -> leading(steps, count / (steps + 1));
        case TRAILING -> TimestepSpacing.trailing(count, (double) table.size() / steps);
      };
    }

    private static double[] linspace(int steps, int last) {
      double[] rising = Grids.evenly(0, last, steps + 1);
      double[] times = new double[steps];
      Arrays.setAll(times, i -> Math.rint(rising[steps - i]));
      return times;
    }

    private double[] leading(int steps, int apart) {
      double[] times = new double[steps];
      Arrays.setAll(times, i -> (double) (steps - i) * apart + offset);
      return times;
    }

    private int visited(TrainingTable table) {
      int count = table.size();
      while (count > 1 && (float) table.level(count - 1).lambda() < lambdaMin) {
        count--;
      }
      return count;
    }
  }

  /**
   * By noise levels.
   *
   * @param spacing how they lie
   * @param most the first
   * @param least the last
   * @param rounded whether the network is told the nearest time, in place of the one below
   */
  public record ByLevel(Spacing spacing, double most, double least, boolean rounded)
      implements Stops {
    @Override
    public double[] sigmas(int steps, TrainingTable table) {
      return spacing.between(most, least, steps);
    }

    @Override
    public double[] told(double[] sigmas, int steps, TrainingTable table) {
      double[] times = DoubleStream.of(sigmas).map(table::timeOf).toArray();
      return rounded ? TimestepSpacing.rounded(times) : times;
    }
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    double[] sigmas = stops.sigmas(steps, path.table());
    double[] told = stops.told(sigmas, steps, path.table());
    double[] withEnd = Grids.withEnd(sigmas);
    withEnd[sigmas.length] =
        switch (end) {
          case DATA -> 0;
          case FIRST_TIME -> path.table().sigma(0);
          case LAST_STOP -> sigmas[sigmas.length - 1];
        };
    return WholeTimes.diffusion(path, withEnd, told, model);
  }
}

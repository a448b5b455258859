package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Place;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.path.VarianceExplodingPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Noise for a unit of data, between the training times of a table, as diffusers' schedulers after
 * Karras et al. (2022, arXiv 2206.00364) lay it; the state is followed on the variance exploding
 * path.
 *
 * @param times which training times are visited
 * @param offset what is added to those of the leading spacing
 * @param interpolation where sigmas lie at these times
 * @param spacing how sigmas are laid again between the first and the last
 * @param first the first of those laid again, where it is not that of the first training time
 * @param last the last of them, where it is not that of the last training time
 * @param end whether the way ends without noise or at the least of training
 * @param told what the network is told
 */
public record SigmaSchedule(
    TimestepSpacing times,
    int offset,
    Interpolation interpolation,
    Spacing spacing,
    OptionalDouble first,
    OptionalDouble last,
    End end,
    Told told)
    implements Schedule {
  /** Where sigmas lie at the training times. */
  public enum Interpolation {
    /** As in training, and straight between whole times. */
    LINEAR,
    /** Evenly by their logarithm, whatever the times; the least of training is the end. */
    LOG_LINEAR
  }

  /** Where the way ends. */
  public enum End {
    /** Without noise. */
    ZERO,
    /** At the noise of training time 0. */
    LEAST
  }

  /** What the network is told. */
  public enum Told {
    /** The training time, which may be a fraction. */
    TRAINING_TIME,
    /** A quarter of sigma's logarithm. */
    LOGARITHM
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    if (!(model.path() instanceof DiscretePath path)) {
      throw new IllegalArgumentException("the schedule needs a model with training times");
    }
    TrainingTable table = path.table();
    if (times == TimestepSpacing.LEADING && steps > table.size()) {
      throw new IllegalArgumentException(
          "%d steps are more than the %d training times".formatted(steps, table.size()));
    }
    double[] visited = visited(steps, table.size());
    double[] sigmas = sigmas(visited, table, steps);
    double most = DoubleStream.of(sigmas).max().orElseThrow();
    ProbabilityPath followed = new VarianceExplodingPath(0, (float) most);
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < visited.length; i++) {
      double time = spacing == Spacing.EVEN ? visited[i] : table.timeOf(sigmas[i]);
      Place place = followed.at((float) sigmas[i]);
      stops.add(
          new Stop(
              place,
              told == Told.LOGARITHM
                  ? Math.log(place.time()) / 4
                  : model.clock().tellable((float) time)));
    }
    stops.add(new Stop(followed.at(last(sigmas, table)), stops.getLast().networkTime()));
    return new Grid(followed, stops, startScale(followed.start()));
  }

  private double[] visited(int steps, int size) {
    double[] visited = times.times(steps, size);
    for (int i = 0; i < visited.length; i++) {
      visited[i] = (float) visited[i] + (times == TimestepSpacing.LEADING ? offset : 0);
    }
    return visited;
  }

  private double[] sigmas(double[] visited, TrainingTable table, int steps) {
    double[] sigmas =
        switch (interpolation) {
          case LINEAR -> DoubleStream.of(visited).map(table::sigma).toArray();
          case LOG_LINEAR ->
              Grids.exponential(table.sigma(table.last()), table.sigma(0), steps + 1);
        };
    return spacing == Spacing.EVEN
        ? sigmas
        : spacing.between(
            first.orElse(sigmas[0]), last.orElse(sigmas[sigmas.length - 1]), visited.length);
  }

  private double last(double[] sigmas, TrainingTable table) {
    if (interpolation == Interpolation.LOG_LINEAR && spacing == Spacing.EVEN) {
      return (float) sigmas[sigmas.length - 1];
    }
    return end == End.ZERO ? 0 : table.sigma(0);
  }

  /** Noise alone fills the first state, or else the variance of data and noise. */
  private double startScale(double most) {
    return times == TimestepSpacing.LEADING ? Math.hypot(most, 1) : most;
  }
}

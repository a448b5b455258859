package dev.tidewheel.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Noise for a unit of data, between the training times of a table, as diffusers' schedulers after
 * Karras et al. (2022, arXiv 2206.00364) lay it; the state is followed on the variance exploding
 * path.
 *
 * @param spacing which training times the rule begins with
 * @param offset what is added to those of the leading spacing
 * @param rule how sigmas lie between the first and the last
 * @param first the first sigma, where it is not that of the first training time
 * @param last the last one before the end, where it is not that of the last training time
 * @param end whether the way ends without noise or at the least of training
 * @param told what the network is told
 */
public record SigmaSchedule(
    TimestepSpacing spacing,
    int offset,
    Rule rule,
    OptionalDouble first,
    OptionalDouble last,
    End end,
    Told told)
    implements Schedule {
  /** How sigmas lie between the first and the last. */
  public enum Rule {
    /** As at the training times, and straight between them. */
    TRAINED,
    /** Evenly by their logarithm; the least of training is the end. */
    LOG_LINEAR,
    /** By the rule of Karras et al. */
    KARRAS,
    /** Evenly by their logarithm. */
    EXPONENTIAL,
    /** As quantiles of a beta distribution. */
    BETA
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

  private static final double RHO = 7;

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
    if (spacing == TimestepSpacing.LEADING && steps > table.size()) {
      throw new IllegalArgumentException(
          "%d steps are more than the %d training times".formatted(steps, table.size()));
    }
    double[] times = times(steps, table.size());
    double[] sigmas = sigmas(times, table, steps);
    double most = DoubleStream.of(sigmas).max().orElseThrow();
    ProbabilityPath followed = new VarianceExplodingPath(0, (float) most);
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      boolean between = rule == Rule.TRAINED || rule == Rule.LOG_LINEAR;
      double time = between ? times[i] : table.timeOf(sigmas[i]);
      Place place = followed.at((float) sigmas[i]);
      stops.add(
          new Stop(
              place,
              told == Told.LOGARITHM
                  ? Math.log(place.time()) / 4
                  : model.clock().told((float) time)));
    }
    stops.add(new Stop(followed.at(last(sigmas, table)), stops.getLast().networkTime()));
    return new Grid(followed, stops, startScale(followed.start()));
  }

  private double[] times(int steps, int size) {
    double[] times = spacing.times(steps, size);
    for (int i = 0; i < times.length; i++) {
      times[i] = (float) times[i] + (spacing == TimestepSpacing.LEADING ? offset : 0);
    }
    return times;
  }

  private double[] sigmas(double[] times, TrainingTable table, int steps) {
    double[] sigmas = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      sigmas[i] = table.sigma(times[i]);
    }
    if (rule == Rule.LOG_LINEAR) {
      sigmas = Grids.exponential(table.sigma(table.last()), table.sigma(0), steps + 1);
    }
    double from = first.orElse(sigmas[0]);
    double to = last.orElse(sigmas[sigmas.length - 1]);
    return switch (rule) {
      case TRAINED, LOG_LINEAR -> sigmas;
      case KARRAS -> Grids.karras(from, to, times.length, RHO);
      case EXPONENTIAL -> Grids.exponential(from, to, times.length);
      case BETA -> Grids.beta(from, to, times.length);
    };
  }

  private double last(double[] sigmas, TrainingTable table) {
    if (rule == Rule.LOG_LINEAR) {
      return (float) sigmas[sigmas.length - 1];
    }
    return end == End.ZERO ? 0 : table.sigma(0);
  }

  /** Noise alone fills the first state, or else the variance of data and noise. */
  private double startScale(double most) {
    return spacing == TimestepSpacing.LEADING ? Math.hypot(most, 1) : most;
  }
}

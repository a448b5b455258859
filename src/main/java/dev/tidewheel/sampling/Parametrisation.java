package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.path.TrainingTable;
import java.util.Optional;

/**
 * How a network was trained: what it must be shown and told, and what its answer means.
 *
 * @param path the path of its training
 * @param prediction what its output means
 * @param clock from the path's time to the number that the network is told
 * @param bounds what keeps the expected data where data can be, for solvers that ask; none for most
 *     models
 */
public record Parametrisation(
    ProbabilityPath path, Prediction prediction, Clock clock, Optional<Shaping> bounds) {
  /** A network whose data may lie anywhere. */
  public Parametrisation(ProbabilityPath path, Prediction prediction, Clock clock) {
    this(path, prediction, clock, Optional.empty());
  }

  /** A network of diffusion in discrete time, told the training time. */
  public static Parametrisation diffusion(
      TrainingTable table, Prediction prediction, Optional<Shaping> bounds) {
    return new Parametrisation(
        new DiscretePath(table), prediction, new Clock.Within(0, table.last()), bounds);
  }

  /** Velocity on the rectified path, told {@code scale} times sigma. */
  public static Parametrisation flowMatching(double scale) {
    return new Parametrisation(
        RectifiedPath.INSTANCE, DirectPrediction.VELOCITY, new Clock.Scaled(scale));
  }

  /** The same for a network that has no value at 0, and is told another number in its place. */
  Parametrisation neverToldZero(double instead) {
    return new Parametrisation(path, prediction, new Clock.NeverZero(clock, instead), bounds);
  }

  /** The number that the network is told at a level of any path. */
  public double networkTime(Level level) {
    return clock.told(path.timeOf(level));
  }
}

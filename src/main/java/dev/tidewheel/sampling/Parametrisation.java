package dev.tidewheel.sampling;

/**
 * How a network was trained: what it must be shown and told, and what its answer means.
 *
 * @param path the path of its training
 * @param prediction what its output means
 * @param clock from the path's time to the number that the network is told
 */
public record Parametrisation(ProbabilityPath path, Prediction prediction, Clock clock) {

  /** Velocity on the rectified path, told {@code scale} times sigma. */
  public static Parametrisation flowMatching(double scale) {
    return new Parametrisation(
        RectifiedPath.INSTANCE, DirectPrediction.VELOCITY, new Clock.Scaled(scale));
  }

  /** The same for a network that has no value below some number that it is told. */
  public Parametrisation toldAtLeast(double least) {
    return new Parametrisation(path, prediction, new Clock.AtLeast(clock, least));
  }

  /** The number that the network is told at a level of any path. */
  public double networkTime(Level level) {
    return clock.told(path.timeOf(level));
  }
}

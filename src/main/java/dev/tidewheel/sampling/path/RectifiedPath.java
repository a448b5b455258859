package dev.tidewheel.sampling.path;

/**
 * The straight path {@code x = (1 - sigma) data + sigma noise} (Liu et al. 2022, arXiv 2209.03003;
 * Lipman et al. 2022, arXiv 2210.02747). Its velocity is {@code noise - data}.
 */
public final class RectifiedPath implements ProbabilityPath {
  /** The path. */
  public static final RectifiedPath INSTANCE = new RectifiedPath();

  private static final Level SLOPE = new Level(-1, 1);

  private RectifiedPath() {}

  @Override
  public String title() {
    return "rectified";
  }

  @Override
  public double start() {
    return 1;
  }

  @Override
  public double end() {
    return 0;
  }

  @Override
  public Place at(double time) {
    return new Place(time, new Level(1 - time, time), SLOPE);
  }

  @Override
  public double timeOf(Level level) {
    return level.share();
  }
}

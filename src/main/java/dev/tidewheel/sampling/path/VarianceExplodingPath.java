package dev.tidewheel.sampling.path;

/**
 * Diffusion that only adds noise: {@code x = data + sigma noise}, by time sigma (Song et al. 2020,
 * arXiv 2011.13456; Karras et al. 2022, arXiv 2206.00364).
 *
 * @param least the least sigma
 * @param most the largest
 */
public record VarianceExplodingPath(double least, double most) implements ProbabilityPath {
  private static final Level SLOPE = new Level(0, 1);

  /** The range of Karras et al. */
  public static VarianceExplodingPath usual() {
    return new VarianceExplodingPath(0.002, 80);
  }

  @Override
  public String title() {
    return "variance-exploding";
  }

  @Override
  public double start() {
    return most;
  }

  @Override
  public double end() {
    return least;
  }

  @Override
  public Place at(double time) {
    return new Place(time, new Level(1, time), SLOPE);
  }

  @Override
  public double timeOf(Level level) {
    return Math.clamp(level.ratio(), least, most);
  }
}

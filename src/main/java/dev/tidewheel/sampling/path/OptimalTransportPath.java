package dev.tidewheel.sampling.path;

/**
 * The straight path that ends with a little noise: {@code x = (1 - t) data + (least + (1 - least)
 * t) noise} (Lipman et al. 2022, arXiv 2210.02747, equation 22, with time falling towards the
 * data).
 *
 * @param least noise that is left at the data, sigma_min
 */
public record OptimalTransportPath(double least) implements ProbabilityPath {
  @Override
  public String title() {
    return "optimal-transport";
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
    return new Place(
        time, new Level(1 - time, least + (1 - least) * time), new Level(-1, 1 - least));
  }

  @Override
  public double timeOf(Level level) {
    double time =
        (level.noise() - least * level.data()) / (level.noise() + (1 - least) * level.data());
    return Math.clamp(time, 0, 1);
  }
}

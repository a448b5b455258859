package dev.tidewheel.sampling.path;

/**
 * A quarter of a circle: {@code x = cos(angle) data + deviation sin(angle) noise} (Albergo et al.
 * 2023, arXiv 2303.08797).
 *
 * @param title the name by which people ask for it
 * @param quarter the time of pure noise, where the angle is a right one
 * @param deviation standard deviation of the data, to which the noise is scaled
 */
public record CosinePath(String title, double quarter, double deviation)
    implements ProbabilityPath {
  /** By time from 1 to 0, with unit noise. */
  public static CosinePath unit() {
    return new CosinePath("cosine", 1, 1);
  }

  /** By the angle itself (Lu and Song 2024, arXiv 2410.11081, TrigFlow). */
  public static CosinePath trigonometric(double deviation) {
    return new CosinePath("trigonometric", Math.PI / 2, deviation);
  }

  @Override
  public double start() {
    return quarter;
  }

  @Override
  public double end() {
    return 0;
  }

  @Override
  public Place at(double time) {
    double speed = Math.PI / 2 / quarter;
    double cosine = Math.cos(speed * time);
    double sine = Math.sin(speed * time);
    return new Place(
        time,
        new Level(cosine, deviation * sine),
        new Level(-speed * sine, deviation * speed * cosine));
  }

  @Override
  public double timeOf(Level level) {
    return Math.atan2(level.noise() / deviation, level.data()) * 2 / Math.PI * quarter;
  }
}

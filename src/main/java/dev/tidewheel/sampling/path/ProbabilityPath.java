package dev.tidewheel.sampling.path;

/**
 * A way from noise to data: how much of each a state holds at a time.
 *
 * <p>Time falls towards the data. Diffusion, flow matching and consistency models differ in this
 * alone (Lipman et al. 2022, arXiv 2210.02747; Albergo et al. 2023, arXiv 2303.08797).
 */
public interface ProbabilityPath {
  /** The name by which people ask for it. */
  String title();

  /** Time of the most noise that the path reaches. */
  double start();

  /** Time of the data, or of the least noise that the path reaches. */
  double end();

  /** The place at a time from {@link #start} to {@link #end}. */
  Place at(double time);

  /**
   * The time at which noise and data stand as in a level.
   *
   * @return a time from {@link #end} to {@link #start}: the nearer end for levels beyond
   */
  double timeOf(Level level);

  /** Standard deviation of a state at the start, in place of unit noise. */
  default double startScale() {
    return at(start()).level().noise();
  }
}

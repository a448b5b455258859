package dev.tidewheel.sampling.schedule;

/**
 * Times that crowd towards the data (Karras et al. 2022, arXiv 2206.00364, equation 5), as the
 * equation stands but on the flow's own time, and 0 after them.
 *
 * @param last the last time before 0
 * @param rho how much they crowd; the paper's is 7
 */
public record KarrasSchedule(double last, double rho) implements RectifiedSchedule {
  /** The paper's rho, ending at a thousandth of the noise. */
  public static KarrasSchedule standard() {
    return new KarrasSchedule(1e-3, 7);
  }

  @Override
  public String name() {
    return "karras";
  }

  @Override
  public double[] sigmas(int steps) {
    return Grids.withEnd(Grids.karras(1, last, steps, rho));
  }
}

package dev.tidewheel.sampling.schedule;

/**
 * Evenly spaced times from 1 to 0, moved towards the noise; a shift of 1 leaves them as they are.
 *
 * @param shift above 0
 */
public record ShiftedSchedule(double shift) implements RectifiedSchedule {
  @Override
  public String name() {
    return shift == 1 ? "linear" : "shifted:" + shift;
  }

  @Override
  public double[] sigmas(int steps) {
    double[] sigmas = Grids.evenly(1, 0, steps + 1);
    for (int i = 0; i <= steps; i++) {
      sigmas[i] = Grids.shifted(sigmas[i], shift);
    }
    return sigmas;
  }
}

package dev.tidewheel.sampling;

import java.util.OptionalDouble;

/**
 * The grid of diffusers' {@code FlowMatchEulerDiscreteScheduler} 0.42.
 *
 * <p>A static shift is applied twice, as there: to the ends of the training times, and to the
 * evenly spaced times between them; a dynamic one only to these. The last evaluation stands just
 * before 0.
 *
 * @param shift above 0
 * @param endShift shift of the ends of the training times; 1 where the shift is dynamic
 * @param spacing how the times lie between the ends
 * @param terminal where the last time is stretched to, if anywhere
 * @param trainSteps number of training times
 */
public record FlowMatchEulerSchedule(
    double shift, double endShift, Spacing spacing, OptionalDouble terminal, int trainSteps)
    implements RectifiedSchedule {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public double[] sigmas(int steps) {
    double[] sigmas = Grids.evenly(1, Grids.shifted(1.0 / trainSteps, endShift), steps);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = Grids.shifted(sigmas[i], shift);
    }
    terminal.ifPresent(end -> Grids.stretch(sigmas, end));
    return Grids.withEnd(spacing.again(sigmas));
  }
}

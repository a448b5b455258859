package dev.tidewheel.sampling.schedule;

import java.util.OptionalDouble;

/**
 * The grid of diffusers' {@code FlowMatchEulerDiscreteScheduler} 0.42.
 *
 * <p>Evenly spaced times from 1 to the last evaluation are shifted, then spaced anew.
 *
 * @param shift above 0
 * @param last time of the last evaluation, before the shift; empty where the pipeline lays the even
 *     times itself, as FLUX' does: one part of as many as there are steps
 * @param spacing how the times lie between the ends
 * @param terminal where the last time is stretched to, if anywhere
 */
public record FlowMatchEulerSchedule(
    double shift, OptionalDouble last, Spacing spacing, OptionalDouble terminal)
    implements RectifiedSchedule {
  /**
   * The last time of training, where a static shift is applied twice, as diffusers does: to this
   * end and to the times laid up to it.
   */
  public static OptionalDouble shiftedTwice(double shift, int trainSteps) {
    return OptionalDouble.of(Grids.shifted(1.0 / trainSteps, shift));
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public double[] sigmas(int steps) {
    double[] sigmas = Grids.evenly(1, last.orElse(1.0 / steps), steps);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = Grids.shifted(sigmas[i], shift);
    }
    terminal.ifPresent(end -> Grids.stretch(sigmas, end));
    return Grids.withEnd(spacing.again(sigmas));
  }
}

package dev.tidewheel.sampling;

import java.util.OptionalDouble;

/**
 * The grid of diffusers' {@code FlowMatchEulerDiscreteScheduler} 0.42 with a static shift.
 *
 * <p>The shift is applied twice, as there: to the ends of the training times, and to the evenly
 * spaced times between them; and the last evaluation stands just before 0.
 *
 * @param shift static shift, above 0
 * @param spacing how the times lie between the ends
 * @param terminal where the last time is stretched to, if anywhere
 * @param trainSteps number of training times
 */
public record FlowMatchEulerSchedule(
    double shift, Spacing spacing, OptionalDouble terminal, int trainSteps)
    implements RectifiedSchedule {
  private static final double RHO = 7;

  /** How the times lie between the first and the last. */
  public enum Spacing {
    /** Evenly, then shifted. */
    EVEN,
    /** By the rule of Karras et al. */
    KARRAS,
    /** Evenly by their logarithm. */
    EXPONENTIAL
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public double[] sigmas(int steps) {
    double[] sigmas = Grids.evenly(shifted(1), shifted(1.0 / trainSteps), steps);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = shifted(sigmas[i]);
    }
    terminal.ifPresent(end -> stretch(sigmas, end));
    double first = sigmas[0];
    double last = sigmas[steps - 1];
    return Grids.withEnd(
        switch (spacing) {
          case EVEN -> sigmas;
          case KARRAS -> Grids.karras(first, last, steps, RHO);
          case EXPONENTIAL -> Grids.exponential(first, last, steps);
        });
  }

  private double shifted(double sigma) {
    return Grids.shifted(sigma, shift);
  }

  private static void stretch(double[] sigmas, double end) {
    double scale = (1 - sigmas[sigmas.length - 1]) / (1 - end);
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = 1 - (1 - sigmas[i]) / scale;
    }
  }
}

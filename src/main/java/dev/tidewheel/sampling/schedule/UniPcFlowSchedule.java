package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The grid of diffusers' {@code UniPCMultistepScheduler} 0.42 with {@code use_flow_sigmas}.
 *
 * @param sigmas the shares of noise
 * @param trainSteps number of training times
 * @param toData whether the way ends at pure data; otherwise its last step only corrects
 */
public record UniPcFlowSchedule(Sigmas sigmas, int trainSteps, boolean toData) implements Schedule {
  /** Pure noise has no log-SNR, so a way begins so far from it. */
  private static final double APART = 1e-6;

  /** Shares of noise for a number of steps. */
  public interface Sigmas {
    /** As many as there are steps, falling. */
    double[] of(int steps);
  }

  /** Evenly from pure noise on, shifted, and stretched to a last one where that is given. */
  public static Sigmas shifted(double shift, OptionalDouble terminal, int trainSteps) {
    return steps -> {
      double[] even = Grids.evenly(1, 1.0 / trainSteps, steps + 1);
      double[] sigmas = new double[steps];
      for (int i = 0; i < steps; i++) {
        sigmas[i] = Grids.shifted(even[i], shift);
      }
      terminal.ifPresent(end -> Grids.stretch(sigmas, end));
      if (Math.abs(sigmas[0] - 1) < APART) {
        sigmas[0] -= APART;
      }
      return sigmas;
    };
  }

  /** As Karras et al. have them for a path that explodes, carried over to the rectified path. */
  public static Sigmas karras(double most, double least) {
    return steps ->
        DoubleStream.of(Spacing.KARRAS.between(most, least, steps))
            .map(sigma -> sigma / (sigma + 1))
            .toArray();
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    double[] shares = sigmas.of(steps);
    double[] told = DoubleStream.of(shares).map(sigma -> sigma * trainSteps).toArray();
    double[] withEnd = Grids.withEnd(shares);
    withEnd[steps] = toData ? 0 : shares[steps - 1];
    return WholeTimes.flow(withEnd, told, model);
  }
}

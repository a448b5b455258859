package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import java.util.stream.DoubleStream;

/**
 * The grid of diffusers' {@code DPMSolverMultistepScheduler} 0.42 with {@code use_flow_sigmas}: it
 * begins a training time before pure noise.
 *
 * @param shift above 0
 * @param trainSteps number of training times
 * @param end share of noise at the end
 */
public record DpmFlowSchedule(double shift, int trainSteps, double end) implements Schedule {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    double[] data = Grids.evenly(1, 1.0 / trainSteps, steps + 1);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = Grids.shifted(1 - data[steps - i], shift);
    }
    sigmas[steps] = end;
    double[] told = DoubleStream.of(sigmas).limit(steps).map(sigma -> sigma * trainSteps).toArray();
    return WholeTimes.flow(sigmas, told, model);
  }
}

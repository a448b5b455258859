package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;

/**
 * Some of the training times at which a latent consistency model was distilled, from the last one
 * down (Luo et al. 2023, arXiv 2310.04378).
 *
 * @param distilledSteps how many there are
 */
public record LatentConsistencySchedule(int distilledSteps) implements Schedule {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    if (steps > distilledSteps) {
      throw new IllegalArgumentException(
          "%d steps are more than the original_inference_steps %d"
              .formatted(steps, distilledSteps));
    }
    int size = (int) model.path().start() + 1;
    int apart = size / distilledSteps;
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      int skipped = (int) (i * ((double) distilledSteps / steps));
      times[i] = (distilledSteps - skipped) * apart - 1.0;
    }
    return new TrainingSchedule.Layout(model, size, /* endsAtFirst= */ false).grid(times, 0);
  }
}

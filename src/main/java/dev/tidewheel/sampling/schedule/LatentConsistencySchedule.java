package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import java.util.Optional;

/**
 * Some of the training times at which a latent consistency model was distilled, from the last one
 * down (Luo et al. 2023, arXiv 2310.04378).
 *
 * @param distilledSteps how many there are
 * @param used how many of them, from the data on, the steps are laid among
 */
public record LatentConsistencySchedule(int distilledSteps, int used) implements Schedule {
  /** All of them are used. */
  public LatentConsistencySchedule(int distilledSteps) {
    this(distilledSteps, distilledSteps);
  }

  @Override
  public Optional<Schedule> shortened(double strength) {
    return Optional.of(
        new LatentConsistencySchedule(distilledSteps, (int) (distilledSteps * strength)));
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    if (steps > used) {
      throw new IllegalArgumentException(
          "%d steps are more than the %d of the original_inference_steps %d"
              .formatted(steps, used, distilledSteps));
    }
    int size = (int) model.path().start() + 1;
    int apart = size / distilledSteps;
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      int skipped = (int) (i * ((double) used / steps));
      times[i] = (used - skipped) * apart - 1.0;
    }
    return new TrainingSchedule.Layout(model, size, /* endsAtFirst= */ false).grid(times, 0);
  }
}

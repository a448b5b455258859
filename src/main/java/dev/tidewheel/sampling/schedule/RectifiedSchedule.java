package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.path.RectifiedPath;

/** A schedule on the rectified path, whatever path the network was trained on. */
public interface RectifiedSchedule extends Schedule {
  /**
   * The grid for a number of steps.
   *
   * @param steps number of solver steps, 1 or more
   * @return {@code steps + 1} strictly falling times from 1, the last one 0
   */
  double[] sigmas(int steps);

  /**
   * The grid; a network that never saw pure noise begins at the most noise that it knows.
   *
   * @param steps number of solver steps, 1 or more
   */
  @Override
  default Grid lay(int steps, Parametrisation model) {
    double most = Flow.mostNoise(model);
    double[] sigmas = sigmas(steps);
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] *= most;
    }
    return Grid.of(RectifiedPath.INSTANCE, sigmas, model);
  }
}

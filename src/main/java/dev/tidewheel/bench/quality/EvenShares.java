package dev.tidewheel.bench.quality;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.ProbabilityPath;

/**
 * Stops along any path where the share of the noise falls evenly.
 *
 * @param path the path
 */
record EvenShares(ProbabilityPath path) implements Schedule {
  @Override
  public String name() {
    return "even-shares";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    double most = path.at(path.start()).level().share();
    double least = path.at(path.end()).level().share();
    double[] times = new double[steps + 1];
    for (int i = 1; i < steps; i++) {
      times[i] = path.timeOf(Level.ofShare(most + (least - most) * i / steps));
    }
    times[0] = path.start();
    times[steps] = path.end();
    return Grid.of(path, times, model);
  }
}

package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.ProbabilityPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the levels between which a consistency model was trained, spaced as Karras et al. (2022)
 * have it (Song et al. 2023, arXiv 2303.01469, appendix C).
 *
 * @param levels how many there are
 * @param rho how much they crowd towards the data
 */
public record ConsistencySchedule(int levels, double rho) implements Schedule {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public Grid lay(int steps, Parametrisation model) {
    if (steps > levels) {
      throw new IllegalArgumentException(
          "%d steps are more than the %d levels of the model's training".formatted(steps, levels));
    }
    ProbabilityPath path = model.path();
    double[] trained = Grids.karras(path.start(), path.end(), levels, rho);
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double sigma = trained[i * (levels / steps)];
      stops.add(new Stop(path.at((float) sigma), model.clock().told(sigma)));
    }
    stops.add(new Stop(path.at(path.end()), model.clock().told(path.end())));
    return new Grid(path, stops, path.startScale());
  }
}

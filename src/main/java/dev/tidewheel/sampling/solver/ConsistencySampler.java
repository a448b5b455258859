package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.path.Place;
import dev.tidewheel.sampling.path.ProbabilityPath;

/**
 * Multistep sampling of a consistency model (Song et al. 2023, arXiv 2303.01469, algorithm 1): the
 * data that the model says, noised again for each next step.
 *
 * <p>With r' the noise for a unit of data that the step leads to, and e the least of the model's
 * own path, which its data still holds: {@code x' = a' (D + sqrt(r'^2 - e^2) z)}.
 *
 * @param scale of the fresh noise; 1 is the algorithm's
 */
public record ConsistencySampler(double scale) implements SingleStepSolver {
  @Override
  public String name() {
    return "consistency";
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    ProbabilityPath own = flow.model().path();
    double least = own.at(own.end()).level().ratio();
    double ratio = to.level().ratio();
    double noise = Math.sqrt(Math.max(0, ratio * ratio - least * least));
    return sight.boundedData().plus(scale * noise, Row.FRESH).times(to.level().data());
  }
}

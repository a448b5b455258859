package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.path.Place;

/**
 * Multistep sampling of a latent consistency model (Luo et al. 2023, arXiv 2310.04378, algorithm
 * 3): the data is noised again for each next step.
 *
 * <p>Told the time t, with {@code u = scaling t}: the data is {@code u / sqrt(u^2 + 1/4) D + 1/4 /
 * (u^2 + 1/4) x}, which is the state itself at time 0.
 *
 * @param scaling of the time
 */
public record LatentConsistency(double scaling) implements SingleStepSolver {
  /** Deviation of the data, squared. */
  private static final double VARIANCE = 0.25;

  static LatentConsistency usual() {
    return new LatentConsistency(10);
  }

  @Override
  public String name() {
    return "lcm";
  }

  @Override
  public Row step(Flow flow, Sight sight, Place to, boolean last) {
    double time = sight.stop().networkTime() * scaling;
    double square = time * time + VARIANCE;
    Row data =
        sight
            .boundedData()
            .times(time / Math.sqrt(square))
            .plus(VARIANCE / square / sight.level().scale(), sight.state());
    return last ? data : data.times(to.level().data()).plus(to.level().noise(), Row.FRESH);
  }
}

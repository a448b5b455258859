package dev.tidewheel.sampling.calibrated;

import java.util.ArrayList;
import java.util.List;

/**
 * One evaluation of a solver that was fitted to a model, and the step after it.
 *
 * <p>The new state is {@code state * x + sum velocities[j] * v_j + sum differences[j] * d_j}, where
 * v_j is the guided velocity of j evaluations ago, and d_j is the conditional velocity less the
 * unconditional one. With both, the two outputs of a guided network have weights of their own.
 *
 * @param share share of the noise at which the network is evaluated; where the first is below the
 *     most, the network is shown the noise alone, as much of it as there is: at the most noise it
 *     could tell little but the mean of the data
 * @param state weight of the state
 * @param velocities weights of the velocities, the newest first
 * @param differences weights of the differences, the newest first; of no effect without guidance
 */
public record FittedStep(
    double share, double state, List<Double> velocities, List<Double> differences) {
  /** The most velocities that a step looks back on, the newest included. */
  public static final int VELOCITIES = 3;

  /** The most differences that it looks back on. */
  public static final int DIFFERENCES = 2;

  /** Copies the lists and refuses what does not fit into an image's registers. */
  public FittedStep {
    velocities = List.copyOf(velocities);
    differences = List.copyOf(differences);
    if (velocities.size() > VELOCITIES || differences.size() > DIFFERENCES) {
      throw new IllegalArgumentException(
          "a step looks back on at most %d velocities and %d differences"
              .formatted(VELOCITIES, DIFFERENCES));
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of noise is above 0 and at most 1: " + share);
    }
  }

  /** A step between this one, at 0, and another, at 1. */
  FittedStep towards(FittedStep other, double position) {
    return new FittedStep(
        between(share, other.share, position),
        between(state, other.state, position),
        between(velocities, other.velocities, position),
        between(differences, other.differences, position));
  }

  static double between(double from, double to, double position) {
    return from + position * (to - from);
  }

  /** Weights that one of the two lacks are 0. */
  static List<Double> between(List<Double> from, List<Double> to, double position) {
    List<Double> between = new ArrayList<>();
    for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
      between.add(
          between(i < from.size() ? from.get(i) : 0, i < to.size() ? to.get(i) : 0, position));
    }
    return between;
  }
}

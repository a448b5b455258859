package dev.tidewheel.sampling;

import java.util.Set;

/**
 * UniPC: a multistep predictor, and a corrector that uses the evaluation at the predicted point
 * (Zhao et al. 2023, arXiv 2302.04867, algorithms 5 to 8; the rules for the ends are those of
 * diffusers 0.42).
 *
 * <p>The corrected state is not evaluated again: one product corrects the state and predicts the
 * next from it.
 *
 * @param name the name by which a request asks for it
 * @param equation {@link Exponential#DATA} or {@link Exponential#NOISE}
 * @param order 1 to 3; the first steps have less
 * @param b what the paper calls B(h)
 * @param lowerAtEnd whether orders fall to 1 towards the end
 * @param uncorrected steps, from 0, whose end is not corrected
 */
public record UniPc(
    String name, Exponential equation, int order, B b, boolean lowerAtEnd, Set<Integer> uncorrected)
    implements Solver {
  private static final int CORRECTED = 1;

  /** The first register of the predictions of the steps before, the last one first. */
  private static final int HISTORY = 2;

  /** Pure noise has no log-SNR; diffusers stands so far from it. */
  private static final double LEAST_DATA = 1e-6;

  /** What the paper calls B(h). */
  public enum B {
    /** {@code z}. */
    BH1 {
      @Override
      double of(double z) {
        return z;
      }
    },
    /** {@code e^z - 1}. */
    BH2 {
      @Override
      double of(double z) {
        return Math.expm1(z);
      }
    };

    abstract double of(double z);
  }

  /** As most models are sampled with it: second order, on the data. */
  static UniPc standard() {
    return new UniPc("unipc", Exponential.DATA, 2, B.BH2, true, Set.of());
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    int last = grid.steps() - 1;
    if (order(grid, last) == 3
        && Exponential.sameInFloats(grid.stop(last).level(), grid.stop(last + 1).level())) {
      throw new IllegalArgumentException(
          "the last step stands still where final_sigmas_type is sigma_min, and solver_order 3"
              + " divides by its length; set lower_order_final to true");
    }
    return step(flow, grid, 0, grid.start());
  }

  @Override
  public int evaluations(int steps) {
    return steps;
  }

  private Stage step(Flow flow, Grid grid, int index, Row state) {
    if (index == grid.steps()) {
      return new Finished(state);
    }
    Sight sight = flow.look(grid.stop(index), state);
    Row prediction = equation.prediction(sight);
    Row corrected =
        index == 0 || uncorrected.contains(grid.skipped() + index - 1)
            ? state
            : corrected(grid, index - 1, prediction);
    Evaluation.Builder evaluation =
        sight
            .boundedEvaluation()
            .set(STATE, predicted(grid, index, corrected, prediction))
            .set(CORRECTED, corrected)
            .set(HISTORY, prediction);
    for (int i = 1; i < order; i++) {
      evaluation.set(HISTORY + i, Row.register(HISTORY + i - 1));
    }
    return evaluation.then(
        () ->
            Evaluation.Outcome.of(
                grid.span(index), step(flow, grid, index + 1, Row.register(STATE))));
  }

  private int order(Grid grid, int index) {
    int most = lowerAtEnd ? Math.min(order, grid.steps() - index) : order;
    return Math.min(most, index + 1);
  }

  /** The end of a step, from its start and the predictions up to there. */
  private Row predicted(Grid grid, int index, Row state, Row m0) {
    Exponential.Step step = constants(grid, index);
    int order = order(grid, index);
    double[] nodes = nodes(grid, index, order - 1);
    double[] weights = order == 2 ? new double[] {b.of(step.z()) / 2} : weights(nodes, step.z());
    Row end = step.firstOrder(state, m0);
    for (int i = 0; i < nodes.length; i++) {
      Row change = Row.register(HISTORY + i).minus(m0);
      end = end.plus(-step.weight() * weights[i] / nodes[i], change);
    }
    return end;
  }

  /** The end of the step before, now that the prediction there is known. */
  private Row corrected(Grid grid, int index, Row there) {
    Exponential.Step step = constants(grid, index);
    int order = order(grid, index);
    double[] nodes = nodes(grid, index, order);
    nodes[order - 1] = 1;
    double[] weights = order == 1 ? new double[] {b.of(step.z()) / 2} : weights(nodes, step.z());
    Row m0 = Row.register(HISTORY);
    Row end = step.firstOrder(Row.register(CORRECTED), m0);
    for (int i = 0; i < order; i++) {
      Row other = i == order - 1 ? there : Row.register(HISTORY + 1 + i);
      end = end.plus(-step.weight() * weights[i] / nodes[i], other.minus(m0));
    }
    return end;
  }

  private Exponential.Step constants(Grid grid, int index) {
    return equation.step(
        grid.stop(index).level(), grid.stop(index + 1).level(), length(grid, index));
  }

  /** Where the stops before a step's start lie, in steps of its length. */
  private static double[] nodes(Grid grid, int index, int count) {
    double[] nodes = new double[count];
    for (int i = 0; i < Math.min(count, index); i++) {
      nodes[i] = (lambda(grid, index - 1 - i) - lambda(grid, index)) / length(grid, index);
    }
    return nodes;
  }

  /** Weights of the changes that integrate polynomials exactly, each times its node. */
  private static double[] weights(double[] nodes, double z) {
    double[] moments = new double[nodes.length];
    double factorial = 1;
    for (int i = 0; i < moments.length; i++) {
      factorial *= i + 1;
      moments[i] = factorial * Phi.times(z, i + 2);
    }
    return Vandermonde.weights(nodes, moments);
  }

  private static double length(Grid grid, int index) {
    return lambda(grid, index + 1) - lambda(grid, index);
  }

  private static double lambda(Grid grid, int index) {
    Level level = grid.stop(index).level();
    return Math.log(Math.max(level.data(), LEAST_DATA)) - Math.log(level.noise());
  }
}

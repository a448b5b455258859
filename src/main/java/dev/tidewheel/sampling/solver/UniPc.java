package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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
    BH1,
    /** {@code e^z - 1}. */
    BH2;

    private double of(double z) {
      return this == BH1 ? z : Math.expm1(z);
    }
  }

  /**
   * A prediction besides the one at a step's start.
   *
   * @param node where it was made, in lengths of the step from its start
   */
  private record Known(double node, Row prediction) {}

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
  private Row predicted(Grid grid, int index, Row state, Row there) {
    return end(grid, index, state, there, before(grid, index, HISTORY));
  }

  /** The end of the step before, now that the prediction there is known. */
  private Row corrected(Grid grid, int index, Row there) {
    List<Known> known = new ArrayList<>(before(grid, index, HISTORY + 1));
    known.add(new Known(1, there));
    return end(grid, index, Row.register(CORRECTED), Row.register(HISTORY), known);
  }

  /** The predictions before a step's start, the last one first. */
  private List<Known> before(Grid grid, int index, int register) {
    double start = lambda(grid, index);
    double length = length(grid, index);
    return IntStream.range(0, order(grid, index) - 1)
        .mapToObj(
            i ->
                new Known(
                    (lambda(grid, index - 1 - i) - start) / length, Row.register(register + i)))
        .toList();
  }

  /** The end of a step, from what is predicted at its start and elsewhere. */
  private Row end(Grid grid, int index, Row state, Row there, List<Known> known) {
    Exponential.Step step =
        equation.step(grid.stop(index).level(), grid.stop(index + 1).level(), length(grid, index));
    double[] nodes = known.stream().mapToDouble(Known::node).toArray();
    // One is weighed by B(h) / 2 whatever its place: the paper's own choice, of the same order.
    double[] weights =
        nodes.length == 1
            ? new double[] {b.of(step.z()) / 2}
            : Vandermonde.weights(nodes, Phi.moments(step.z(), nodes.length));
    Row end = step.firstOrder(state, there);
    for (int i = 0; i < nodes.length; i++) {
      Row change = known.get(i).prediction().minus(there);
      end = end.plus(-step.weight() * weights[i] / nodes[i], change);
    }
    return end;
  }

  private static double length(Grid grid, int index) {
    return lambda(grid, index + 1) - lambda(grid, index);
  }

  private static double lambda(Grid grid, int index) {
    Level level = grid.stop(index).level();
    return Math.log(Math.max(level.data(), LEAST_DATA)) - Math.log(level.noise());
  }
}

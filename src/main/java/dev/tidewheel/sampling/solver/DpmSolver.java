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

/**
 * Multistep DPM-Solver of order 1 to 3, as an ODE or an SDE (Lu et al. 2022, arXiv 2211.01095,
 * algorithm 2; the rules for the last steps are those of diffusers 0.42).
 *
 * @param name the name by which a request asks for it
 * @param equation what is integrated
 * @param order 1 to 3; the first steps have less
 * @param derivative how the second order weighs the first derivative
 * @param ending how the last steps fall back to lower orders
 */
public record DpmSolver(
    String name, Exponential equation, int order, Derivative derivative, Ending ending)
    implements Solver {
  /** Registers of the predictions of the steps before. */
  private static final int BEFORE = 1;

  private static final int EARLIER = 2;

  /** How the second order weighs the first derivative. */
  public enum Derivative {
    /** {@code z phi_1(z) / 2}, as at the middle of the step. */
    MIDPOINT,
    /** {@code z phi_2(z)}, as in Heun's method. */
    HEUN
  }

  /**
   * How the last steps fall back to lower orders; the step to pure data is always of order 1.
   *
   * @param lowerWhereFew whether short ways end with orders 2 and 1
   * @param euler whether every way ends with order 1
   */
  public record Ending(boolean lowerWhereFew, boolean euler) {
    private static final int FEW = 15;

    int order(int index, Grid grid) {
      int left = grid.steps() - index;
      boolean few = lowerWhereFew && grid.laid() < FEW;
      boolean toData = grid.stop(grid.steps()).level().noise() == 0;
      if (left == 1 && (euler || few || toData)) {
        return 1;
      }
      return left == 2 && few ? 2 : 3;
    }
  }

  /** The solver of a name, on any path. */
  static DpmSolver named(String name, Exponential equation, int order) {
    return new DpmSolver(name, equation, order, Derivative.MIDPOINT, new Ending(true, false));
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    int last = grid.steps() - 1;
    int order = order(grid, last);
    boolean divides = order == 3 || (order == 2 && derivative == Derivative.HEUN);
    if (divides && Exponential.sameInFloats(grid.stop(last).level(), grid.stop(last + 1).level())) {
      throw new IllegalArgumentException(
          "the last step stands still where final_sigmas_type is sigma_min, and solver_type heun and"
              + " solver_order 3 divide by its length; take less than 15 steps with"
              + " lower_order_final, or euler_at_final");
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
    return sight
        .boundedEvaluation()
        .set(STATE, end(grid, index, state, prediction))
        .set(BEFORE, prediction)
        .set(EARLIER, Row.register(BEFORE))
        .then(
            () ->
                Evaluation.Outcome.of(
                    grid.span(index), step(flow, grid, index + 1, Row.register(STATE))));
  }

  private Row end(Grid grid, int index, Row state, Row m0) {
    Level from = grid.stop(index).level();
    Level to = grid.stop(index + 1).level();
    double h = to.lambda() - from.lambda();
    Exponential.Step step = equation.step(from, to, h);
    Row first = step.firstOrder(state, m0);
    return switch (order(grid, index)) {
      case 1 -> first;
      case 2 -> first.plus(-step.weight() * secondWeight(step.z()), slope(grid, index, h, m0));
      default -> thirdOrder(first, step, grid, index, h, m0);
    };
  }

  private int order(Grid grid, int index) {
    return Math.min(Math.min(order, index + 1), ending.order(index, grid));
  }

  private double secondWeight(double z) {
    return switch (derivative) {
      case MIDPOINT -> Phi.times(z, 1) / 2;
      case HEUN -> Phi.times(z, 2);
    };
  }

  /** Change of the prediction over a step of length h, as the step before shows it. */
  private static Row slope(Grid grid, int index, double h, Row m0) {
    return m0.minus(Row.register(BEFORE)).times(h / length(grid, index - 1));
  }

  private Row thirdOrder(Row first, Exponential.Step step, Grid grid, int index, double h, Row m0) {
    double r0 = length(grid, index - 1) / h;
    double r1 = length(grid, index - 2) / h;
    Row late = slope(grid, index, h, m0);
    Row early = Row.register(BEFORE).minus(Row.register(EARLIER)).times(1 / r1);
    Row bend = late.minus(early).times(1 / (r0 + r1));
    return first
        .plus(-step.weight() * Phi.times(step.z(), 2), late.plus(r0, bend))
        .plus(-step.weight() * bendWeight(step.z()), bend);
  }

  /** Where the series of the SDE has -1/2, diffusers has +1/2. */
  private double bendWeight(double z) {
    double series = Phi.times(z, 3);
    return equation == Exponential.DATA_SDE ? series + 1 : series;
  }

  private static double length(Grid grid, int index) {
    return grid.stop(index + 1).level().lambda() - grid.stop(index).level().lambda();
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.DiscretePath;
import dev.tidewheel.sampling.path.Level;

/**
 * The pseudo linear multistep rule, begun with three steps of the pseudo Runge-Kutta rule (Liu et
 * al. 2022, arXiv 2202.09778, equation 13), of which every stage begins at the step's start anew.
 */
final class PseudoRungeKutta implements Solver {
  private static final int STEPS = 3;
  private static final int STAGES = 4;
  private static final double[] WEIGHTS = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};

  /** Register of the state at the start of the step. */
  private static final int START = 4;

  /** Register of the weighted sum of the outputs. */
  private static final int SUM = 5;

  @Override
  public String name() {
    return "pndm";
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    if (grid.steps() <= STEPS) {
      throw new IllegalArgumentException(
          "solver pndm (skip_prk_steps false) takes %d steps or more; solver plms takes fewer"
              .formatted(STEPS + 1));
    }
    return new Walk(flow, grid).stage(0, 0, grid.start());
  }

  /**
   * A way that leaves out some of the first steps, but not all, is none that anybody has stated.
   */
  @Override
  public Stage along(Flow flow, Grid grid, int skipped) {
    if (skipped > 0) {
      throw new IllegalArgumentException(
          "solver pndm (skip_prk_steps false) cannot leave steps out; solver plms can");
    }
    return along(flow, grid.from(0));
  }

  @Override
  public int evaluations(int steps) {
    return steps + STEPS * (STAGES - 1);
  }

  /**
   * The first steps along a grid.
   *
   * @param flow the flow that is followed
   * @param grid where it stops
   */
  private record Walk(Flow flow, Grid grid) {
    Stage stage(int step, int stage, Row state) {
      Stop from = grid.stop(step);
      Stop to = grid.stop(step + 1);
      Stop middle = flow.stopAt(to.time() + half());
      Stop at = stage == 0 ? from : stage == STAGES - 1 ? to : middle;
      Level end =
          switch (stage) {
            case 0 -> grid.path().at(from.time() - half()).level();
            case 1 -> middle.level();
            default -> to.level();
          };
      boolean last = stage == STAGES - 1;
      Row start = stage == 0 ? state : Row.register(START);
      Row output = flow.output(at);
      Row sum = Row.register(SUM).plus(WEIGHTS[stage], output);
      Row next = flow.read(from.place(), start, last ? sum : output).at(end);
      Evaluation.Builder evaluation = flow.look(at, state).evaluation();
      if (stage == 0) {
        PseudoMultistep.remember(evaluation, output);
      }
      return evaluation
          .set(STATE, next)
          .set(START, start)
          .set(SUM, last ? Row.ZERO : sum)
          .then(() -> Evaluation.Outcome.of(grid.span(step), after(step, stage)));
    }

    private Stage after(int step, int stage) {
      Row state = Row.register(STATE);
      if (stage < STAGES - 1) {
        return stage(step, stage + 1, state);
      }
      return step + 1 < STEPS
          ? stage(step + 1, 0, state)
          : new PseudoMultistep.Walk(flow, grid, 1, 1).step(step + 1);
    }

    /** Half of the usual stride; whole training times where the path has them. */
    private double half() {
      double half = (grid.stop(0).time() - grid.landing(0).time()) / 2;
      return grid.path() instanceof DiscretePath ? Math.floor(half) : half;
    }
  }
}

package dev.tidewheel.sampling.solver;

import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.Place;
import java.util.List;

/**
 * The pseudo linear multistep rule (Liu et al. 2022, arXiv 2202.09778, equations 9 and 11): the
 * last outputs are combined, and data and noise of the combination go straight to the next level.
 *
 * <p>Its order is 2 for networks that predict noise, and 4 where steps are also equal by the noise
 * for a unit of data. Other outputs are combined as they are, too, as in diffusers; there its order
 * is 1.
 *
 * <p>It needs three outputs from before. Here the first steps are of lower order, and the very
 * first is taken twice; {@link PseudoRungeKutta} gets them otherwise.
 */
final class PseudoMultistep implements Solver {
  /** Registers of the outputs from before, the latest first. */
  static final int LATEST = 1;

  private static final int EARLIER = 2;
  private static final int EARLIEST = 3;

  /** Register of the state before the first step. */
  private static final int BEFORE = 4;

  /** Weights of the outputs, the latest first, by how many there are (equation 9 and below). */
  private static final List<double[]> WEIGHTS =
      List.of(
          new double[] {1},
          new double[] {3 / 2.0, -1 / 2.0},
          new double[] {23 / 12.0, -16 / 12.0, 5 / 12.0},
          new double[] {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0});

  @Override
  public String name() {
    return "plms";
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    return new Walk(flow, grid, 1, 1).first();
  }

  /**
   * As diffusers 0.42 goes: it leaves entries out of a list in which the second stop stands twice,
   * and still takes its second evaluation for the repeated one.
   */
  @Override
  public Stage along(Flow flow, Grid grid, int skipped) {
    Grid rest = grid.from(firstStop(skipped));
    Walk walk =
        switch (skipped) {
          case 0 -> new Walk(flow, rest, 1, 1);
          case 1 -> new Walk(flow, rest, 0, 1);
          default -> new Walk(flow, rest, 1, 2);
        };
    return walk.first();
  }

  @Override
  public Stop first(Grid grid, int skipped) {
    return grid.stop(firstStop(skipped));
  }

  private static int firstStop(int skipped) {
    return skipped < 2 ? skipped : skipped - 1;
  }

  @Override
  public int evaluations(int steps) {
    return steps == 1 ? 1 : steps + 1;
  }

  /** Puts an output before the ones that are kept. */
  static Evaluation.Builder remember(Evaluation.Builder evaluation, Row output) {
    return evaluation
        .set(LATEST, output)
        .set(EARLIER, Row.register(LATEST))
        .set(EARLIEST, Row.register(EARLIER));
  }

  /**
   * The multistep rule along a grid.
   *
   * @param flow the flow that is followed
   * @param grid where it stops
   * @param second the stop of the second evaluation
   * @param third the stop of the third; later ones follow it
   */
  record Walk(Flow flow, Grid grid, int second, int third) {
    /** The first step, which {@link #correction} takes again. */
    Stage first() {
      Row state = grid.start();
      Evaluation.Builder evaluation = flow.look(grid.stop(0), state).evaluation();
      Row output = flow.output(grid.stop(0));
      Row end = flow.read(grid.stop(0).place(), state, output).at(grid.landing(0).level());
      return remember(evaluation, output)
          .set(STATE, end)
          .set(BEFORE, state)
          .then(
              () ->
                  Evaluation.Outcome.of(
                      grid.span(0),
                      second == grid.steps() ? new Finished(Row.register(STATE)) : correction()));
    }

    /** The first step again, with the mean of the outputs at its start and its end. */
    private Stage correction() {
      Stop end = grid.stop(second);
      double stride = grid.stop(0).time() - grid.landing(0).time();
      Place start = grid.path().at(end.time() + stride);
      Row mean = Row.register(LATEST).plus(1, flow.output(end)).times(0.5);
      return flow.look(end, Row.register(STATE))
          .evaluation()
          .set(STATE, flow.read(start, Row.register(BEFORE), mean).at(end.level()))
          .then(() -> Evaluation.Outcome.of(grid.span(0), step(1)));
    }

    /**
     * A step with as many outputs from before as there are.
     *
     * @param before how many there are, counting those that are forgotten
     */
    Stage step(int before) {
      Row state = Row.register(STATE);
      int index = before + third - 1;
      if (index == grid.steps()) {
        return new Finished(state);
      }
      Stop stop = grid.stop(index);
      double[] weights = WEIGHTS.get(Math.min(before, WEIGHTS.size() - 1));
      Row output = flow.output(stop);
      Row combined = output.times(weights[0]);
      for (int i = 1; i < weights.length; i++) {
        combined = combined.plus(weights[i], Row.register(LATEST + i - 1));
      }
      Row end = flow.read(stop.place(), state, combined).at(grid.landing(index).level());
      return remember(flow.look(stop, state).evaluation(), output)
          .set(STATE, end)
          .then(() -> Evaluation.Outcome.of(grid.span(index), step(before + 1)));
    }
  }
}

package dev.tidewheel.sampling.calibrated;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.path.RectifiedPath;
import java.util.Comparator;
import java.util.List;

/**
 * A solver whose places and weights were fitted to the model (the idea of Bespoke and BNS solvers,
 * arXiv 2310.19075 and 2403.01329, by regression).
 *
 * <p>It lays its own grid on the rectified path, whatever schedule is asked for. With a tolerance,
 * an image takes the evaluations that all members of a family share, and goes on with the member of
 * the fewest evaluations whose expected error keeps the tolerance.
 */
public final class CalibratedSolver implements AdaptiveSolver {
  /** The name by which requests ask for it. */
  public static final String NAME = "calibrated";

  private static final int UNREACHED = Integer.MAX_VALUE;

  private final Calibration calibration;

  /** Makes the solver of a calibration. */
  public CalibratedSolver(Calibration calibration) {
    this.calibration = calibration;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Stage along(Flow flow, Grid grid) {
    FittedWay way =
        calibration.at(flow.guidance().scale()).ways().stream()
            .filter(fitted -> fitted.evaluations() == grid.steps())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "rows were fitted for %s steps".formatted(fixedSteps())));
    return new FittedProgress(rectified(flow)).along(way);
  }

  /** Its places and weights are those of whole ways. */
  @Override
  public Stage along(Flow flow, Grid grid, int skipped) {
    throw beginsWithNoise();
  }

  private static IllegalArgumentException beginsWithNoise() {
    return new IllegalArgumentException(
        "solver calibrated begins with noise alone; name another to begin with a picture");
  }

  @Override
  public Stage adaptive(Flow flow, Steps.Adaptive steps) {
    if (flow.begins().isPresent()) {
      throw beginsWithNoise();
    }
    FittedFamily family = family(calibration.at(flow.guidance().scale()), steps);
    return new FittedProgress(rectified(flow)).choosing(family, steps.tolerance());
  }

  /** The solver of that family alone from which images choose with such steps. */
  public CalibratedSolver choosing(double guidance, Steps.Adaptive steps) {
    FittedFamily family = family(calibration.at(guidance), steps);
    return new CalibratedSolver(
        new Calibration(List.of(new Calibration.Table(guidance, List.of(family)))));
  }

  private static Flow rectified(Flow flow) {
    return new Flow(flow.model(), RectifiedPath.INSTANCE, flow.guidance().scale());
  }

  /**
   * The family in which the usual image needs the fewest evaluations, within the limits, one more
   * where others could not go on; of several the one in which they can go on longest, then that
   * with the least error. Where none keeps the tolerance, the one that goes on longest.
   */
  private static FittedFamily family(Calibration.Table table, Steps.Adaptive steps) {
    return table.families().stream()
        .flatMap(family -> family.within(steps.minimum(), steps.maximum()).stream())
        .min(
            Comparator.<FittedFamily>comparingInt(family -> cost(family, steps.tolerance()))
                .thenComparingInt(family -> -family.members().getLast().evaluations())
                .thenComparingDouble(
                    family ->
                        family
                            .usual(steps.tolerance())
                            .orElseGet(family.members()::getLast)
                            .error()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no rows were fitted for %d to %d evaluations"
                        .formatted(steps.minimum(), steps.maximum())));
  }

  private static int cost(FittedFamily family, double tolerance) {
    FittedWay last = family.members().getLast();
    boolean choice = family.members().size() > 1;
    return family
        .usual(tolerance)
        .map(way -> way.evaluations() + (choice && way.equals(last) ? 1 : 0))
        .orElse(UNREACHED);
  }

  /** The numbers of evaluations that rows were fitted for. */
  public List<Integer> fixedSteps() {
    return calibration.tables().getFirst().ways().stream().map(FittedWay::evaluations).toList();
  }

  /** Whether a guidance scale lies within those that rows were fitted for. */
  public boolean covers(double guidance) {
    return guidance >= calibration.tables().getFirst().guidance()
        && guidance <= calibration.tables().getLast().guidance();
  }

  @Override
  public int evaluations(int steps) {
    return steps;
  }

  @Override
  public int fewestAdaptiveEvaluations() {
    return fixedSteps().getFirst();
  }

  @Override
  public int evaluationsOfAnAdaptiveStep() {
    return 1;
  }
}

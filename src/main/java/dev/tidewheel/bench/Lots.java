package dev.tidewheel.bench;

import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The control of an adaptive run: the same numbers of evaluations, dealt out by lot, each with the
 * way that the run had for it.
 */
final class Lots {
  private final Canvas canvas;
  private final Sampling adaptive;
  private final CalibratedSolver solver;

  /**
   * Makes the control.
   *
   * @param adaptive the way that is controlled
   * @param solver the ways between which its images chose
   */
  Lots(Canvas canvas, Sampling adaptive, CalibratedSolver solver) {
    this.canvas = canvas;
    this.adaptive = adaptive;
    this.solver = solver;
  }

  /**
   * How a run's errors compare with those that its numbers reach by lot. What a lot reaches is
   * expected over all ways to deal the numbers, for which every image is drawn with each.
   */
  AdaptiveReport.ByLot beside(List<Drawn> run) {
    Map<Integer, Long> numbers =
        run.stream()
            .collect(
                Collectors.groupingBy(Drawn::evaluations, TreeMap::new, Collectors.counting()));
    double[] own = canvas.each(run);
    double[] dealt = new double[own.length];
    double[] squares = new double[own.length];
    for (Map.Entry<Integer, Long> number : numbers.entrySet()) {
      int evaluations = number.getKey();
      double[] errors = canvas.each(canvas.draw("by lot, " + evaluations, fixed(evaluations)));
      double share = (double) number.getValue() / run.size();
      for (int i = 0; i < errors.length; i++) {
        dealt[i] += share * errors[i];
        squares[i] += share * errors[i] * errors[i];
      }
    }
    double[] ownSquares = Arrays.stream(own).map(error -> error * error).toArray();
    return new AdaptiveReport.ByLot(
        PairedShare.of(own, dealt), PairedShare.of(ownSquares, squares).root());
  }

  private Sampling fixed(int evaluations) {
    return new Sampling(
        adaptive.model(),
        solver,
        adaptive.schedule(),
        new Steps.Fixed(evaluations),
        adaptive.guidance().scale());
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
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
   * The errors that the numbers of a run reach by lot: what is expected over all ways to deal them,
   * for which every image is drawn with each number.
   */
  AdaptiveReport.ByLot errors(List<Drawn> run) {
    Map<Integer, Long> numbers =
        run.stream()
            .collect(
                Collectors.groupingBy(Drawn::evaluations, TreeMap::new, Collectors.counting()));
    double sum = 0;
    double squares = 0;
    for (Map.Entry<Integer, Long> number : numbers.entrySet()) {
      EndErrors errors = canvas.errors("by lot, " + number.getKey(), fixed(number.getKey()));
      sum += number.getValue() * errors.mean();
      squares += number.getValue() * errors.rms() * errors.rms();
    }
    return new AdaptiveReport.ByLot(sum / run.size(), Math.sqrt(squares / run.size()));
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

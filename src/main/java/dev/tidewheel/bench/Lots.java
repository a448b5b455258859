package dev.tidewheel.bench;

import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The control of an adaptive run: the same numbers of evaluations, dealt out by lot. */
final class Lots {
  private final Canvas canvas;
  private final Sampling adaptive;

  /**
   * Makes the control.
   *
   * @param adaptive the way that is controlled, whose solver must take fixed steps too
   */
  Lots(Canvas canvas, Sampling adaptive) {
    this.canvas = canvas;
    this.adaptive = adaptive;
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
        adaptive.solver(),
        adaptive.schedule(),
        new Steps.Fixed(evaluations),
        adaptive.guidance().scale());
  }
}

package dev.tidewheel.sampling;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where a fixed way stops.
 *
 * @param path the path that it follows
 * @param stops the first one, one after each step; the last is the end and seldom evaluated
 * @param scale what unit noise is multiplied with to be the state at the first stop
 */
public record Grid(ProbabilityPath path, List<Stop> stops, double scale) {
  /** Refuses a way without a step. */
  public Grid {
    stops = List.copyOf(stops);
    if (stops.size() < 2) {
      throw new IllegalArgumentException("a grid has a stop before and after a step: " + stops);
    }
  }

  /**
   * A grid by a path's own times, where the network is told what its clock says.
   *
   * @param times falling; {@link ProbabilityPath#start} to where the way ends
   */
  public static Grid of(ProbabilityPath path, double[] times, Parametrisation model) {
    Flow flow = Flow.along(path, model);
    List<Stop> stops = DoubleStream.of(times).mapToObj(flow::stopAt).toList();
    return new Grid(path, stops, flow.startScale(stops.getFirst()));
  }

  /** Number of steps. */
  public int steps() {
    return stops.size() - 1;
  }

  /** The state at the first stop. */
  public Row start() {
    return Row.register(Solver.STATE).times(scale);
  }

  /** The stop after so many steps. */
  public Stop stop(int step) {
    return stops.get(step);
  }

  /** The solver step that begins at a stop. */
  public Evaluation.Span span(int index) {
    return Evaluation.Span.between(index + 1, stop(index), stop(index + 1));
  }

  /** Whether time falls all the way; it may stand still in the last step, which then corrects. */
  public boolean falls() {
    for (int i = 1; i < steps(); i++) {
      if (!(stop(i).time() < stop(i - 1).time())) {
        return false;
      }
    }
    return stop(steps()).time() <= stop(steps() - 1).time();
  }
}

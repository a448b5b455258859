package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Place;
import dev.tidewheel.sampling.path.ProbabilityPath;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * Where a fixed way stops.
 *
 * @param path the path that it follows
 * @param stops the first one, one after each step; the last is the end and seldom evaluated
 * @param landings where each step leads: mostly the next stop, but some of diffusers' schedulers
 *     step past or short of it
 * @param scale what register 0 is multiplied with to be the state at the first stop
 * @param skipped steps that were laid before the first stop and are left out
 */
public record Grid(
    ProbabilityPath path, List<Stop> stops, List<Place> landings, double scale, int skipped) {
  /** Refuses a way without a step. */
  public Grid {
    stops = List.copyOf(stops);
    landings = List.copyOf(landings);
    if (stops.size() < 2) {
      throw new IllegalArgumentException("a grid has a stop before and after a step: " + stops);
    }
  }

  /** A grid whose steps lead to its stops. */
  public Grid(ProbabilityPath path, List<Stop> stops, double scale) {
    this(path, stops, stops.stream().skip(1).map(Stop::place).toList(), scale);
  }

  /** A grid of which no step is left out. */
  public Grid(ProbabilityPath path, List<Stop> stops, List<Place> landings, double scale) {
    this(path, stops, landings, scale, 0);
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

  /** The rest of it after so many steps, from register 0 holding the state there. */
  public Grid from(int step) {
    return new Grid(
        path,
        stops.subList(step, stops.size()),
        landings.subList(step, landings.size()),
        1,
        skipped + step);
  }

  /** Number of steps. */
  public int steps() {
    return stops.size() - 1;
  }

  /** Number of steps that were laid, also those that are left out. */
  public int laid() {
    return skipped + steps();
  }

  /** The state at the first stop. */
  public Row start() {
    return Row.register(Solver.STATE).times(scale);
  }

  /** The stop after so many steps. */
  public Stop stop(int step) {
    return stops.get(step);
  }

  /** Where the step that begins at a stop leads. */
  public Place landing(int index) {
    return landings.get(index);
  }

  /** The solver step that begins at a stop. */
  public Evaluation.Span span(int index) {
    return Evaluation.Span.between(index + 1, stop(index), stop(index + 1));
  }

  /** The first step, from 1, in which time does not fall; the last one may stand still. */
  public OptionalInt risingStep() {
    for (int i = 1; i < stops.size(); i++) {
      double before = stops.get(i - 1).time();
      double time = stops.get(i).time();
      boolean falls = time < before || (i == steps() && i > 1 && time == before);
      if (!falls) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}

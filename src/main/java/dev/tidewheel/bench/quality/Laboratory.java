package dev.tidewheel.bench.quality;

import dev.tidewheel.admission.Order;
import dev.tidewheel.bench.FloatSampler;
import dev.tidewheel.bench.FloatSampler.Drawn;
import dev.tidewheel.bench.FloatSampler.Subject;
import dev.tidewheel.bench.Watcher;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.List;

/** Follows some images of one model in doubles: their errors and their ways. */
final class Laboratory {
  private static final String TRACER = "euler";

  private final FloatSampler sampler;
  private final List<Subject> subjects;
  private final Parametrisation trained;
  private final int evaluations;
  private final Watcher watcher;

  /**
   * A model's laboratory.
   *
   * @param orders an order for each image that is followed
   * @param evaluations evaluations of a way
   */
  Laboratory(
      FloatSampler sampler,
      List<Order> orders,
      Parametrisation trained,
      int evaluations,
      Watcher watcher) {
    this.sampler = sampler;
    this.subjects =
        orders.stream()
            .map(
                order ->
                    new Subject(order.seed(), order.told().number(), order.told().numberWithout()))
            .toList();
    this.trained = trained;
    this.evaluations = evaluations;
    this.watcher = watcher;
  }

  /** Where the images end. */
  List<Drawn> ends(String stage, Sampling sampling) {
    watcher.stage(stage, subjects.size());
    return sampler.draw(subjects, sampling, watcher);
  }

  /** The mean distance of a method's ends from those of the reference. */
  double error(String stage, Sampling sampling, List<Drawn> reference) {
    List<Drawn> ends = ends(stage, sampling);
    double sum = 0;
    for (int i = 0; i < ends.size(); i++) {
      sum += ends.get(i).rmsTo(reference.get(i));
    }
    return sum / ends.size();
  }

  /** The shape of the images' ways along a path. */
  PathShape shape(String stage, ProbabilityPath path) {
    EvenShares schedule = new EvenShares(path);
    Grid grid = schedule.lay(evaluations, trained);
    List<List<double[]>> states = new ArrayList<>();
    subjects.forEach(_ -> states.add(new ArrayList<>()));
    watcher.stage(stage, subjects.size());
    List<Drawn> ends =
        sampler.draw(
            subjects,
            new Sampling(trained, solver(TRACER), schedule, new Steps.Fixed(evaluations), 1),
            watcher,
            (image, register) -> states.get(image).add(register));
    for (int i = 0; i < ends.size(); i++) {
      scale(states.get(i).getFirst(), grid.scale());
      states.get(i).add(ends.get(i).data());
    }
    List<Double> times = grid.stops().stream().map(stop -> stop.time()).toList();
    return PathShape.of(states.stream().map(way -> new PathShape.Way(times, way)).toList());
  }

  /** The start is unit noise. */
  private static void scale(double[] start, double scale) {
    for (int i = 0; i < start.length; i++) {
      start[i] *= scale;
    }
  }

  private static Solver solver(String name) {
    return Solvers.named(name).orElseThrow();
  }
}

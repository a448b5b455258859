package dev.tidewheel.bench.quality;

import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.Paths;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One probability path, followed by a perfect network from the same noise to a mixture of Gaussians
 * in the plane.
 *
 * @param path the path's name
 * @param bend see {@link PathShape}
 * @param detour see {@link PathShape}
 * @param missByTime mean distance from the exact ends after {@link #FEW} Euler steps that are even
 *     in the path's own time
 * @param missByShare the same where the share of the noise falls evenly
 */
public record PathFamily(
    String path, double bend, double detour, double missByTime, double missByShare) {
  /** Euler steps whose error is measured. */
  public static final int FEW = 10;

  private static final GaussianMixture MIXTURE =
      new GaussianMixture(new double[][] {{1.5, 0.8}, {-1.6, 1.2}, {-0.3, -1.7}}, 0.15);
  private static final int WAYS = 40;
  private static final int MANY = 2000;
  private static final long SEED = 2;

  /** All paths. */
  public static List<PathFamily> all() {
    return Paths.all().stream().map(PathFamily::of).toList();
  }

  static PathFamily of(ProbabilityPath path) {
    List<PathShape.Way> exact = ways(path, new EvenShares(path), MANY);
    PathShape shape = PathShape.of(exact);
    return new PathFamily(
        path.title(),
        shape.bend(),
        shape.detour(),
        miss(ways(path, new EvenTimes(path), FEW), exact),
        miss(ways(path, new EvenShares(path), FEW), exact));
  }

  private static double miss(List<PathShape.Way> ways, List<PathShape.Way> exact) {
    double sum = 0;
    for (int i = 0; i < ways.size(); i++) {
      double[] end = ways.get(i).states().getLast();
      double[] right = exact.get(i).states().getLast();
      sum += Math.hypot(end[0] - right[0], end[1] - right[1]);
    }
    return sum / ways.size();
  }

  /** The ways of the same noise by Euler steps. */
  static List<PathShape.Way> ways(ProbabilityPath path, Schedule schedule, int steps) {
    Parametrisation model =
        new Parametrisation(path, DirectPrediction.VELOCITY, new Clock.Scaled(1));
    Grid grid = schedule.lay(steps, model);
    List<Double> times = grid.stops().stream().map(stop -> stop.time()).toList();
    Random random = new Random(SEED);
    return IntStream.range(0, WAYS)
        .mapToObj(_ -> new double[] {random.nextGaussian(), random.nextGaussian()})
        .map(noise -> new PathShape.Way(times, states(model, grid, noise)))
        .toList();
  }

  private static List<double[]> states(Parametrisation model, Grid grid, double[] noise) {
    Registers registers = new Registers(noise, SEED);
    Solver euler = Solvers.named("euler").orElseThrow();
    List<double[]> states = new ArrayList<>();
    Stage stage = euler.along(new Flow(model, grid.path(), 1), grid);
    while (stage instanceof Evaluation evaluation) {
      double[] state = registers.row(evaluation.input());
      states.add(state);
      double[] answer =
          MIXTURE.answer(model.prediction(), grid.path().at(evaluation.time()), state);
      stage = evaluation.then(registers.advance(evaluation, answer, answer)).next();
    }
    states.add(registers.row(((Finished) stage).data()));
    return states;
  }

  /**
   * Stops at even times of a path.
   *
   * @param path the path
   */
  private record EvenTimes(ProbabilityPath path) implements Schedule {
    @Override
    public String name() {
      return "even-times";
    }

    @Override
    public Grid lay(int steps, Parametrisation model) {
      double[] times =
          IntStream.rangeClosed(0, steps)
              .mapToDouble(i -> path.start() + (path.end() - path.start()) * i / steps)
              .toArray();
      return Grid.of(path, times, model);
    }
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.PreconditionedPrediction;
import dev.tidewheel.sampling.Prediction;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Paths;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The unified view, measured: from the same noise, every path, every prediction and every ODE
 * solver reach the same point of a Gaussian mixture, whose perfect network is known in closed form.
 *
 * <p>Ways go from {@value #FIRST} to {@value #LAST} of noise in equal shares, and ends are compared
 * at the weights of the rectified path.
 */
public final class PathsBenchmark {
  static final double FIRST = 0.9;
  static final double LAST = 0.1;

  private static final int COMPONENTS = 4;
  private static final double DEVIATION = 0.4;
  private static final int EXACT_STEPS = 600;
  private static final long SEED = 1;

  private static final List<Prediction> PREDICTIONS =
      List.of(
          DirectPrediction.VELOCITY,
          DirectPrediction.NOISE,
          DirectPrediction.DATA,
          DirectPrediction.V,
          DirectPrediction.SCORE,
          new PreconditionedPrediction(0.5));

  /** A solver with the order of its theory, and a number of steps at which it shows. */
  private record Contender(String solver, int order, int steps, List<Prediction> predictions) {
    Contender(String solver, int order, int steps) {
      this(solver, order, steps, PREDICTIONS);
    }
  }

  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("euler", 1, 160),
          new Contender("heun", 2, 80),
          new Contender("midpoint", 2, 80),
          new Contender("ab2", 2, 160),
          new Contender("bosh3", 3, 60),
          new Contender("rk4", 4, 40),
          new Contender("dopri5", 5, 20),
          new Contender("ddim", 1, 160),
          new Contender("dpm++2m", 2, 80),
          new Contender("unipc", 2, 80),
          // It combines outputs as they are, as in diffusers: with any but noise it has order 1.
          new Contender("plms", 2, 160, List.of(DirectPrediction.NOISE)));

  private final GaussianMixture mixture;
  private final double[] noise;
  private final double[] exact;

  /** A measurement in a number of dimensions. */
  public PathsBenchmark(int dimensions) {
    Random random = new Random(SEED);
    GaussianMixture drawn = GaussianMixture.random(random, COMPONENTS, dimensions);
    this.mixture = new GaussianMixture(drawn.means(), DEVIATION);
    this.noise = random.doubles(dimensions, -1.5, 1.5).toArray();
    this.exact =
        end(
            RectifiedPath.INSTANCE,
            RectifiedPath.INSTANCE,
            DirectPrediction.VELOCITY,
            solver("dopri5"),
            EXACT_STEPS);
  }

  /** Measures all combinations. */
  public PathsReport run() {
    List<PathsReport.Line> lines = new ArrayList<>();
    for (Contender contender : CONTENDERS) {
      for (ProbabilityPath path : Paths.all()) {
        lines.add(line(contender, path, path));
      }
      for (ProbabilityPath path : Paths.all()) {
        if (!path.equals(RectifiedPath.INSTANCE)) {
          lines.add(line(contender, path, RectifiedPath.INSTANCE));
        }
      }
    }
    return new PathsReport(noise.length, PREDICTIONS.size(), lines);
  }

  private PathsReport.Line line(
      Contender contender, ProbabilityPath trained, ProbabilityPath followed) {
    Solver solver = solver(contender.solver);
    double coarse = 0;
    double fine = 0;
    double apart = 0;
    double[] first =
        end(followed, trained, contender.predictions.getFirst(), solver, contender.steps);
    for (Prediction prediction : contender.predictions) {
      double[] end = end(followed, trained, prediction, solver, contender.steps);
      apart = Math.max(apart, distance(end, first));
      coarse = Math.max(coarse, distance(end, exact));
      double[] finer = end(followed, trained, prediction, solver, 2 * contender.steps);
      fine = Math.max(fine, distance(finer, exact));
    }
    return new PathsReport.Line(
        contender.solver,
        contender.order,
        contender.steps,
        trained.title(),
        followed.title(),
        apart,
        coarse,
        fine);
  }

  private static Solver solver(String name) {
    return Solvers.named(name).orElseThrow();
  }

  private double[] end(
      ProbabilityPath followed,
      ProbabilityPath trained,
      Prediction prediction,
      Solver solver,
      int steps) {
    Parametrisation model = new Parametrisation(trained, prediction, new Clock.Scaled(1));
    double[] times =
        IntStream.rangeClosed(0, steps)
            .mapToDouble(i -> FIRST + (LAST - FIRST) * i / steps)
            .map(share -> followed.timeOf(Level.ofShare(share)))
            .toArray();
    Grid grid = Grid.of(followed, times, model);
    Level start = grid.stop(0).level();
    double scale = (start.data() + start.noise()) / grid.scale();
    double[] state = noise.clone();
    for (int i = 0; i < state.length; i++) {
      state[i] *= scale;
    }
    double[] end = walked(solver.along(new Flow(model, followed, 1), grid), model, state);
    Level level = grid.stop(steps).level();
    for (int i = 0; i < end.length; i++) {
      end[i] /= level.data() + level.noise();
    }
    return end;
  }

  private double[] walked(Stage way, Parametrisation model, double[] state) {
    Registers registers = new Registers(state, SEED);
    Stage stage = way;
    while (stage instanceof Evaluation evaluation) {
      double[] answer = answer(model, evaluation, registers.row(evaluation.input()));
      stage = evaluation.then(registers.advance(evaluation, answer, answer)).next();
    }
    return registers.row(((Finished) stage).data());
  }

  /** What the network sees is scaled; what it was told is the time of its own path. */
  private double[] answer(Parametrisation model, Evaluation evaluation, double[] input) {
    var place = model.path().at(evaluation.time());
    double scale = model.prediction().inputScale(place);
    double[] state = input.clone();
    for (int i = 0; i < state.length; i++) {
      state[i] /= scale;
    }
    return mixture.answer(model.prediction(), place, state);
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return Registers.rms(difference);
  }
}

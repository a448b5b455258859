package dev.tidewheel.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Prediction;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.Stop;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Paths;
import dev.tidewheel.sampling.path.ProbabilityPath;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.path.VarianceExplodingPath;
import dev.tidewheel.sampling.schedule.Grids;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How fast errors fall, on data whose paths are known. */
class OrdersTest {
  private static final double FIRST = 0.9;
  private static final double LAST = 0.1;

  private static final double[][] MEANS = {{0.9, -0.4}, {-0.7, 0.6}, {0.1, 1.1}};

  private GaussianMixture mixture = new GaussianMixture(MEANS, 0.4);
  private final double[] noise = {0.8, -1.1};

  /** A solver, the order of theory, and steps at which it shows. */
  private record Claim(String solver, int order, int steps, Prediction prediction) {
    Claim(String solver, int order, int steps) {
      this(solver, order, steps, DirectPrediction.VELOCITY);
    }
  }

  static List<Arguments> claims() {
    List<Claim> claims =
        List.of(
            new Claim("euler", 1, 320),
            new Claim("midpoint", 2, 160),
            new Claim("ab2", 2, 320),
            new Claim("bosh3", 3, 80),
            new Claim("rk4", 4, 40),
            new Claim("ddim", 1, 320),
            new Claim("dpm++2m", 2, 320),
            new Claim("unipc", 2, 320),
            new Claim("plms", 2, 320, DirectPrediction.NOISE));
    List<Arguments> all = new ArrayList<>();
    for (ProbabilityPath path : Paths.all()) {
      claims.forEach(claim -> all.add(Arguments.of(path, claim)));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("claims")
  void errorsFallWithTheOrderOfTheory(ProbabilityPath path, Claim claim) {
    Solver solver = Solvers.named(claim.solver).orElseThrow();
    double[] exact = end(path, Solvers.named("dopri5").orElseThrow(), 1000);
    double coarse = distance(end(path, claim.prediction, solver, claim.steps), exact);
    double fine = distance(end(path, claim.prediction, solver, 2 * claim.steps), exact);
    assertThat(order(coarse, fine))
        .as("%s on the %s path: %s and %s", claim.solver, path.title(), coarse, fine)
        .isCloseTo(claim.order, within(0.15));
  }

  @Test
  void errorsOfDormandAndPrinceFallWithTheFifthOrder() {
    mixture = new GaussianMixture(MEANS, 0.25);
    errorsFallWithTheOrderOfTheory(RectifiedPath.INSTANCE, new Claim("dopri5", 5, 24));
  }

  @Test
  void everyPathLeadsToTheSamePoint() {
    Solver exact = Solvers.named("dopri5").orElseThrow();
    double[] expected = end(RectifiedPath.INSTANCE, exact, 1000);
    for (ProbabilityPath path : Paths.all()) {
      assertThat(distance(end(path, exact, 1000), expected)).as(path.title()).isLessThan(1e-7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heun", "midpoint", "ab2", "bosh3", "dopri5"})
  void adaptiveStepsMeetTheirToleranceOverSixDecades(String name) {
    GaussianMixture wide = GaussianMixture.random(new Random(3), 3, 6);
    double[] start = new Random(4).doubles(6, -1.7, 1.7).toArray();
    AdaptiveSolver solver = (AdaptiveSolver) Solvers.named(name).orElseThrow();
    Parametrisation trained = Parametrisation.flowMatching(1);
    Flow flow = Flow.along(RectifiedPath.INSTANCE, trained);
    Interpreter.Network network =
        (time, x) -> wide.answer(DirectPrediction.VELOCITY, RectifiedPath.INSTANCE.at(time), x);
    double[] exact =
        Interpreter.run(
                Solvers.named("dopri5")
                    .orElseThrow()
                    .along(flow, new ShiftedSchedule(1).lay(2000, trained)),
                start,
                network,
                network)
            .data();
    for (double tolerance = 0.1; tolerance > 0.9e-6; tolerance /= 10) {
      Stage way = solver.adaptive(flow, new Steps.Adaptive(tolerance, 1, 10_000_000));
      double error = distance(Interpreter.run(way, start, network, network).data(), exact);
      assertThat(error).as("%s at %s", name, tolerance).isLessThan(tolerance);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aFlowMapIsExactInAnyNumberOfSteps(int steps) {
    GaussianMixture single = new GaussianMixture(new double[][] {{0.5, -0.2}}, 0.3);
    Parametrisation trained =
        new Parametrisation(
            RectifiedPath.INSTANCE, DirectPrediction.MEAN_VELOCITY, new Clock.Scaled(1));
    Stage stage =
        new FlowMap()
            .along(
                Flow.along(RectifiedPath.INSTANCE, trained),
                new ShiftedSchedule(1).lay(steps, trained));
    Registers registers = new Registers(noise, 0);
    while (stage instanceof Evaluation evaluation) {
      double[] answer =
          meanVelocity(
              single,
              evaluation.time(),
              evaluation.target().orElseThrow(),
              registers.row(evaluation.input()));
      stage = evaluation.then(registers.advance(evaluation, answer, answer)).next();
    }
    double[] data = registers.row(((Finished) stage).data());
    for (int i = 0; i < data.length; i++) {
      assertThat(data[i])
          .isCloseTo(single.means()[0][i] + single.deviation() * noise[i], within(1e-12));
    }
  }

  /** Along the path of one Gaussian, the distance to the mean grows with the deviation. */
  private static double[] meanVelocity(
      GaussianMixture single, double from, double to, double[] state) {
    double growth = deviation(single, to) / deviation(single, from);
    double[] velocity = new double[state.length];
    for (int i = 0; i < state.length; i++) {
      double mean = single.means()[0][i];
      double end = (1 - to) * mean + growth * (state[i] - (1 - from) * mean);
      velocity[i] = (end - state[i]) / (to - from);
    }
    return velocity;
  }

  private static double deviation(GaussianMixture single, double sigma) {
    return Math.hypot((1 - sigma) * single.deviation(), sigma);
  }

  /** Its weights are those of equal steps by the noise for a unit of data. */
  @Test
  void thePseudoMultistepRuleHasOrderFourWhereItsStepsAreEqual() {
    double coarse = errorOfEqualPseudoMultistepSteps(80);
    double fine = errorOfEqualPseudoMultistepSteps(160);
    assertThat(order(coarse, fine)).as("%s and %s", coarse, fine).isCloseTo(4, within(0.15));
  }

  /** With exact outputs before its first step. */
  private double errorOfEqualPseudoMultistepSteps(int steps) {
    ProbabilityPath path = new VarianceExplodingPath(0.1, 3);
    Parametrisation trained =
        new Parametrisation(path, DirectPrediction.NOISE, new Clock.Scaled(1));
    Flow flow = Flow.along(path, trained);
    Grid grid = Grid.of(path, Grids.evenly(path.start(), path.end(), steps + 1), trained);
    Interpreter.Network network =
        (time, x) -> mixture.answer(DirectPrediction.NOISE, path.at(time), x);
    Registers registers = new Registers(noise, 0);
    for (int i = 0; i < 3; i++) {
      Stop stop = grid.stop(i);
      double[] state = exact(flow, grid.stop(0), stop, network);
      Evaluation evaluation =
          PseudoMultistep.remember(flow.look(stop, Row.ZERO).evaluation(), Row.CONDITIONAL)
              .set(Solver.STATE, Row.UNCONDITIONAL)
              .then(() -> Evaluation.Outcome.of(grid.span(0), new Finished(Row.ZERO)));
      registers.advance(
          evaluation,
          network.apply(stop.time(), state),
          exact(flow, grid.stop(0), grid.stop(i + 1), network));
    }
    Stage rest = new PseudoMultistep.Walk(flow, grid, 1, 1).step(3);
    return distance(
        Interpreter.run(registers, rest, network, network).data(),
        exact(flow, grid.stop(0), grid.stop(steps), network));
  }

  /** The state that {@link #noise} at one stop leads to at another. */
  private double[] exact(Flow flow, Stop from, Stop to, Interpreter.Network network) {
    if (from.time() == to.time()) {
      return noise;
    }
    double[] times = Grids.evenly(from.time(), to.time(), 1001);
    Grid laid = Grid.of(flow.path(), times, flow.model());
    Grid grid = new Grid(laid.path(), laid.stops(), laid.landings(), /* scale= */ 1);
    Solver solver = Solvers.named("dopri5").orElseThrow();
    return Interpreter.run(solver.along(flow, grid), noise, network, network).data();
  }

  private static double order(double coarse, double fine) {
    return Math.log(coarse / fine) / Math.log(2);
  }

  private double[] end(ProbabilityPath path, Solver solver, int steps) {
    return end(path, DirectPrediction.VELOCITY, solver, steps);
  }

  /** Where a path ends, inside, rescaled to the weights of the rectified path. */
  private double[] end(ProbabilityPath path, Prediction prediction, Solver solver, int steps) {
    Parametrisation trained = new Parametrisation(path, prediction, new Clock.Scaled(1));
    double[] times =
        DoubleStream.of(Grids.evenly(FIRST, LAST, steps + 1))
            .map(share -> path.timeOf(Level.ofShare(share)))
            .toArray();
    Grid grid = Grid.of(path, times, trained);
    Interpreter.Network network = (time, x) -> mixture.answer(prediction, path.at(time), x);
    Level start = grid.stop(0).level();
    double scale = (start.data() + start.noise()) / grid.scale();
    double[] from = {scale * noise[0], scale * noise[1]};
    double[] end =
        Interpreter.run(solver.along(Flow.along(path, trained), grid), from, network, network)
            .data();
    Level level = grid.stop(steps).level();
    for (int i = 0; i < end.length; i++) {
      end[i] /= level.data() + level.noise();
    }
    return end;
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return Registers.rms(difference);
  }
}

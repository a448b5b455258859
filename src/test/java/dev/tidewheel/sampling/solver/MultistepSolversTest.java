package dev.tidewheel.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.schedule.Grids;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultistepSolversTest {
  private static final int DIMENSIONS = 8;
  private static final Parametrisation TOLD_SIGMA =
      new Parametrisation(RectifiedPath.INSTANCE, DirectPrediction.VELOCITY, new Clock.Scaled(1));

  private final Random random = new Random(7);
  private final GaussianMixture mixture = GaussianMixture.random(random, 3, DIMENSIONS);
  private final double[] noise = random.doubles(DIMENSIONS, -1.7, 1.7).toArray();
  private final double[] exact = end(Solvers.named("bosh3").orElseThrow(), grid(1, 0, 4000));

  @ParameterizedTest
  @CsvSource({"dpm++2m, 0.7", "dpm++3m, 0.4", "unipc, 0.55"})
  void beatsEulerInTenSteps(String name, double part) {
    Solver solver = Solvers.named(name).orElseThrow();
    double euler = distance(end(Solvers.named("euler").orElseThrow(), grid(1, 0, 10)), exact);
    assertThat(distance(end(solver, grid(1, 0, 10)), exact)).isLessThan(part * euler);
  }

  @Test
  void firstOrderIsEulerOnTheRectifiedPath() {
    Solver first = DpmSolver.named("first", Exponential.DATA, 1);
    double[] euler = end(Solvers.named("euler").orElseThrow(), grid(1, 0, 7));
    assertThat(end(first, grid(1, 0, 7))).containsExactly(euler, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(
      value = Exponential.class,
      names = {"DATA", "NOISE"})
  void dataAndNoiseLeadToTheSameEnd(Exponential equation) {
    Grid inside = grid(0.98, 0.02, 400);
    double[] expected = end(Solvers.named("bosh3").orElseThrow(), inside);
    Solver dpm = DpmSolver.named("dpm", equation, 3);
    Solver unipc = new UniPc("unipc", equation, 3, UniPc.B.BH1, true, Set.of());
    assertThat(distance(end(dpm, inside), expected)).isLessThan(2e-4);
    assertThat(distance(end(unipc, inside), expected)).isLessThan(2e-4);
  }

  @Test
  void theSdeKeepsTheMomentsOfAGaussian() {
    double mean = 0.4;
    double deviation = 0.5;
    GaussianMixture gaussian = new GaussianMixture(new double[][] {{mean}}, deviation);
    Solver sde = Solvers.named("dpm++2m-sde").orElseThrow();
    Stage start = sde.along(Flow.along(RectifiedPath.INSTANCE, TOLD_SIGMA), grid(1, 0, 60));
    int count = 4000;
    double[] ends =
        IntStream.range(0, count)
            .mapToDouble(
                seed ->
                    Interpreter.run(
                            new Registers(seed, 1), start, perfect(gaussian), perfect(gaussian))
                        .data()[0])
            .toArray();
    double average = IntStream.range(0, count).mapToDouble(i -> ends[i]).average().orElseThrow();
    double spread =
        Registers.rms(IntStream.range(0, count).mapToDouble(i -> ends[i] - average).toArray());
    assertThat(average).isCloseTo(mean, within(4 * deviation / Math.sqrt(count)));
    assertThat(spread).isCloseTo(deviation, within(0.03));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void phiIsTheSeriesAndTheRecursion(int k) {
    assertThat(Phi.times(0, k)).isZero();
    assertThat(Phi.times(1 - 1e-9, k)).isCloseTo(Phi.times(1, k), within(1e-8));
    assertThat(Phi.times(-1 + 1e-9, k)).isCloseTo(Phi.times(-1, k), within(1e-8));
    assertThat(Phi.times(Double.NEGATIVE_INFINITY, k)).isNegative().isFinite();
  }

  @Test
  void vandermondeWeightsGiveTheMoments() {
    double[] nodes = {-2.5, -1, 1};
    double[] moments = {0.3, -0.2, 0.7};
    double[] weights = Vandermonde.weights(nodes, moments);
    for (int power = 0; power < 3; power++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += Math.pow(nodes[j], power) * weights[j];
      }
      assertThat(sum).isCloseTo(moments[power], within(1e-12));
    }
  }

  private static Interpreter.Network perfect(GaussianMixture mixture) {
    return (sigma, x) ->
        mixture.answer(DirectPrediction.VELOCITY, RectifiedPath.INSTANCE.at(sigma), x);
  }

  private static Grid grid(double from, double to, int steps) {
    return Grid.of(RectifiedPath.INSTANCE, Grids.evenly(from, to, steps + 1), TOLD_SIGMA);
  }

  private double[] end(Solver solver, Grid grid) {
    Flow flow = Flow.along(RectifiedPath.INSTANCE, TOLD_SIGMA);
    return Interpreter.run(solver.along(flow, grid), noise, perfect(mixture), perfect(mixture))
        .data();
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return Registers.rms(difference);
  }
}

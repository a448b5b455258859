package dev.tidewheel.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.AdaptiveSolver;
import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Prediction;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.path.RectifiedPath;
import dev.tidewheel.sampling.schedule.Grids;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolversTest {
  private static final int DIMENSIONS = 8;
  private static final Flow VELOCITY = flow(DirectPrediction.VELOCITY, 1);

  private final Random random = new Random(7);
  private final GaussianMixture mixture = GaussianMixture.random(random, 3, DIMENSIONS);
  private final double[] noise = random.doubles(DIMENSIONS, -1.7, 1.7).toArray();

  private static Flow flow(Prediction prediction, double guidance) {
    Parametrisation told =
        new Parametrisation(RectifiedPath.INSTANCE, prediction, new Clock.Scaled(1));
    return new Flow(told, RectifiedPath.INSTANCE, guidance);
  }

  private Interpreter.Network perfect(Prediction prediction) {
    return (sigma, x) -> mixture.answer(prediction, RectifiedPath.INSTANCE.at(sigma), x);
  }

  private static Grid grid(double... sigmas) {
    return Grid.of(RectifiedPath.INSTANCE, sigmas, VELOCITY.model());
  }

  private static AdaptiveSolver adaptive(String name) {
    return (AdaptiveSolver) Solvers.named(name).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"euler, 1", "heun, 2", "midpoint, 2", "ab2, 2", "bosh3, 3"})
  void convergesWithItsOrder(String name, double order) {
    double[] exact = data(Solvers.named("bosh3").orElseThrow(), 4000);
    Solver solver = Solvers.named(name).orElseThrow();
    double coarse = distance(data(solver, 160), exact);
    double fine = distance(data(solver, 320), exact);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order, within(0.2));
  }

  @ParameterizedTest
  @CsvSource({"euler, 7, 7", "heun, 7, 13", "ab2, 7, 7", "bosh3, 7, 21", "heun, 1, 1"})
  void spendsTheEvaluationsItSays(String name, int steps, int evaluations) {
    Solver solver = Solvers.named(name).orElseThrow();
    Interpreter.Run run = run(solver.along(VELOCITY, grid(new ShiftedSchedule(2).sigmas(steps))));
    assertThat(run.evaluations()).isEqualTo(evaluations).isEqualTo(solver.evaluations(steps));
  }

  @ParameterizedTest
  @EnumSource(DirectPrediction.class)
  void reachesTheSamePointFromEveryPrediction(DirectPrediction prediction) {
    Grid grid = grid(Grids.evenly(0.99, 0, 201));
    Stage stage = Solvers.named("ab2").orElseThrow().along(flow(prediction, 1), grid);
    Interpreter.Network network = perfect(prediction);
    double[] expected =
        Interpreter.run(
                Solvers.named("ab2").orElseThrow().along(VELOCITY, grid),
                noise,
                perfect(DirectPrediction.VELOCITY),
                perfect(DirectPrediction.VELOCITY))
            .data();
    double[] actual = Interpreter.run(stage, noise, network, network).data();
    assertThat(distance(actual, expected)).isLessThan(1e-6);
  }

  @Test
  void guidanceIsAnExtrapolationFromTheUnconditionalVelocity() {
    Stage stage =
        Solvers.named("euler").orElseThrow().along(flow(DirectPrediction.VELOCITY, 3), grid(1, 0));
    double[] data =
        Interpreter.run(
                stage, new double[] {1}, (s, x) -> new double[] {2}, (s, x) -> new double[] {0.5})
            .data();
    assertThat(data).containsExactly(1 - (0.5 + 3 * 1.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"euler", "heun", "ab2", "bosh3"})
  void adaptiveStepsGetBetterAndDearerAsTheToleranceFalls(String name) {
    AdaptiveSolver solver = adaptive(name);
    double[] exact = data(Solvers.named("bosh3").orElseThrow(), 4000);
    double lastError = Double.POSITIVE_INFINITY;
    int lastEvaluations = 0;
    for (double tolerance : new double[] {0.1, 0.01, 0.001}) {
      Interpreter.Run run = run(solver.adaptive(VELOCITY, adaptive(tolerance, 1, 100_000)));
      double error = distance(run.data(), exact);
      assertThat(error).as("%s at %s", name, tolerance).isLessThan(lastError);
      assertThat(run.evaluations()).isGreaterThan(lastEvaluations);
      lastError = error;
      lastEvaluations = run.evaluations();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heun", "ab2", "bosh3"})
  void secondOrderAdaptiveStepsKeepTheirTolerance(String name) {
    AdaptiveSolver solver = adaptive(name);
    double[] exact = data(Solvers.named("bosh3").orElseThrow(), 4000);
    for (double tolerance : new double[] {0.03, 0.01, 0.003, 0.001}) {
      Interpreter.Run run = run(solver.adaptive(VELOCITY, adaptive(tolerance, 1, 100_000)));
      assertThat(distance(run.data(), exact)).as("%s at %s", name, tolerance).isLessThan(tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "euler, 5, 9",
    "ab2, 5, 9",
    "heun, 5, 9",
    "bosh3, 5, 9",
    "bosh3, 4, 4",
    "ab2, 1, 1",
    "heun, 2, 2",
    "bosh3, 1, 13",
    "heun, 6, 7",
    "bosh3, 16, 18"
  })
  void staysWithinItsBudgetWhateverTheTolerance(String name, int minimum, int maximum) {
    AdaptiveSolver solver = adaptive(name);
    for (double tolerance = 1e-7; tolerance < 10; tolerance *= 3) {
      Interpreter.Run run = run(solver.adaptive(VELOCITY, adaptive(tolerance, minimum, maximum)));
      assertThat(run.evaluations())
          .as("%s at %s in %d..%d", name, tolerance, minimum, maximum)
          .isBetween(minimum, maximum);
    }
  }

  @Test
  void rejectsAStepThatMissesByTooMuchAndTakesAShorterOne() {
    Interpreter.Network kink = (sigma, x) -> new double[] {sigma > 0.5 ? 0 : 5};
    Stage stage = adaptive("bosh3").adaptive(VELOCITY, adaptive(0.02, 1, 1000));
    Interpreter.Run run = Interpreter.run(stage, new double[] {0}, kink, kink);
    assertThat(run.outcomes()).anyMatch(outcome -> !outcome.accepted());
    assertThat(run.data()[0]).isCloseTo(-2.5, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heun", "bosh3"})
  void neverTriesTheSameStepTwice(String name) {
    AdaptiveSolver solver = adaptive(name);
    for (double tolerance = 1e-3; tolerance < 0.3; tolerance *= 1.05) {
      Interpreter.Run run = run(solver.adaptive(VELOCITY, adaptive(tolerance, 1, 1000)));
      List<Evaluation.Outcome> rejected =
          run.outcomes().stream().filter(outcome -> !outcome.accepted()).toList();
      assertThat(rejected)
          .as("%s at %s", name, tolerance)
          .extracting(outcome -> List.of(outcome.span().from(), outcome.span().to()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aStageIsAValueThatGivesTheSameOutcomeTwice() {
    Stage stage = adaptive("bosh3").adaptive(VELOCITY, adaptive(0.05, 1, 60));
    assertThat(run(stage).data()).isEqualTo(run(stage).data());
  }

  private static Steps.Adaptive adaptive(double tolerance, int minimum, int maximum) {
    return new Steps.Adaptive(tolerance, minimum, maximum);
  }

  private double[] data(Solver solver, int steps) {
    return run(solver.along(VELOCITY, grid(new ShiftedSchedule(1).sigmas(steps)))).data();
  }

  private Interpreter.Run run(Stage stage) {
    return Interpreter.run(
        stage, noise, perfect(DirectPrediction.VELOCITY), perfect(DirectPrediction.VELOCITY));
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return Registers.rms(difference);
  }
}

package dev.tidewheel.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.ConsistencyPrediction;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.path.Betas;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.TrainingTable;
import dev.tidewheel.sampling.path.VarianceExplodingPath;
import dev.tidewheel.sampling.schedule.ConsistencySchedule;
import dev.tidewheel.sampling.schedule.Schedules;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On data from one Gaussian, for which every prediction is known. */
class DiffusionSolversTest {
  private static final double MEAN = 0.5;
  private static final double DEVIATION = 0.6;
  private static final int MANY = 20_000;

  private static final Parametrisation DIFFUSION =
      Parametrisation.diffusion(
          TrainingTable.of(Betas.linear(1e-4, 0.02, 1000)),
          DirectPrediction.NOISE,
          Optional.empty());

  private static Solver solver(String name) {
    return Solvers.named(name).orElseThrow();
  }

  private static Schedule schedule(String name) {
    return Schedules.named(name, new ShiftedSchedule(1)).orElseThrow();
  }

  /** The noise that is expected in a state at a training time. */
  private static double[] noise(double time, double[] x) {
    Level at = DIFFUSION.path().at(time).level();
    double variance = at.data() * at.data() * DEVIATION * DEVIATION + at.noise() * at.noise();
    return DoubleStream.of(x)
        .map(value -> at.noise() * (value - at.data() * MEAN) / variance)
        .toArray();
  }

  private static double[] drawn(String solver, String schedule, int steps, int length) {
    Sampling sampling =
        new Sampling(
            DIFFUSION,
            solver(solver),
            schedule(schedule),
            new Steps.Fixed(steps),
            /* guidance= */ 1);
    return Interpreter.run(
            new Registers(5, length),
            sampling.start(),
            DiffusionSolversTest::noise,
            DiffusionSolversTest::noise)
        .data();
  }

  @ParameterizedTest
  @CsvSource({
    "ddpm, trailing, 1000",
    "ddpm:large, trailing, 1000",
    "ddim:1.0, trailing, 250",
    "ddim:0.5, linspace, 250",
    "ddim, linspace, 100",
    "euler-ancestral, linspace, 250",
    "plms, leading, 50",
    "pndm, leading, 50",
    "ddpm, karras, 250",
    "ddim:0.7, linear, 250",
    "euler-ancestral, shifted, 250"
  })
  void drawsTheMeanAndTheVarianceOfAGaussian(String solver, String schedule, int steps) {
    double[] data = drawn(solver, schedule, steps, MANY);
    double mean = DoubleStream.of(data).average().orElseThrow();
    double square = DoubleStream.of(data).map(x -> (x - mean) * (x - mean)).sum() / MANY;
    assertThat(mean).isCloseTo(MEAN, within(0.02));
    assertThat(Math.sqrt(square)).isCloseTo(DEVIATION, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "plms", "pndm"})
  void drawsNothingAnewWithoutEta(String solver) {
    double[] few = drawn(solver, "trailing", 20, 100);
    assertThat(few).isEqualTo(drawn(solver, "trailing", 20, 100));
    Sampling sampling =
        new Sampling(DIFFUSION, solver(solver), schedule("trailing"), new Steps.Fixed(20), 1);
    Stage stage = sampling.start();
    while (stage instanceof Evaluation evaluation) {
      assertThat(evaluation.drawsNoise()).isFalse();
      stage = evaluation.then(0).next();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ddim, 9, 9",
    "ddpm, 9, 9",
    "plms, 1, 1",
    "plms, 9, 10",
    "pndm, 9, 18",
    "euler-ancestral, 9, 9",
    "lcm, 9, 9",
    "consistency, 9, 9"
  })
  void spendsTheEvaluationsItSays(String name, int steps, int evaluations) {
    Sampling sampling =
        new Sampling(DIFFUSION, solver(name), schedule("leading"), new Steps.Fixed(steps), 1);
    Interpreter.Run run =
        Interpreter.run(
            new Registers(1, 3),
            sampling.start(),
            DiffusionSolversTest::noise,
            DiffusionSolversTest::noise);
    assertThat(run.evaluations()).isEqualTo(evaluations);
    assertThat(solver(name).evaluations(steps)).isEqualTo(evaluations);
  }

  /** The exact consistency function, in the form in which such networks answer. */
  private static double[] consistency(Parametrisation model, double sigma, double[] x) {
    double least = model.path().end();
    double kept = 0.25 / ((sigma - least) * (sigma - least) + 0.25);
    double scale = (sigma - least) * 0.5 / Math.hypot(sigma, 0.5);
    double shrink = Math.hypot(DEVIATION, least) / Math.hypot(DEVIATION, sigma);
    return DoubleStream.of(x)
        .map(shown -> shown * Math.hypot(sigma, 0.5))
        .map(state -> (MEAN + shrink * (state - MEAN) - kept * state) / scale)
        .toArray();
  }

  private static double[] drawnByConsistency(int steps) {
    Parametrisation model =
        new Parametrisation(
            new VarianceExplodingPath(0.002, 80),
            new ConsistencyPrediction(0.5, 0.002),
            new Clock.Scaled(1));
    Sampling sampling =
        new Sampling(
            model,
            solver("consistency"),
            new ConsistencySchedule(40, 7),
            new Steps.Fixed(steps),
            /* guidance= */ 1);
    Interpreter.Network network = (sigma, x) -> consistency(model, sigma, x);
    return Interpreter.run(new Registers(5, MANY), sampling.start(), network, network).data();
  }

  @Test
  void oneStepOfConsistencyIsTheEndOfThePath() {
    float[] noise = new NoiseStream(5).next(MANY);
    double[] data = drawnByConsistency(1);
    double shrink = Math.hypot(DEVIATION, 0.002) / Math.hypot(DEVIATION, 80);
    for (int i = 0; i < MANY; i += 97) {
      assertThat(data[i]).isCloseTo(MEAN + shrink * (80.0 * noise[i] - MEAN), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void moreStepsOfConsistencyKeepTheGaussian(int steps) {
    double[] data = drawnByConsistency(steps);
    double mean = DoubleStream.of(data).average().orElseThrow();
    double square = DoubleStream.of(data).map(x -> (x - mean) * (x - mean)).sum() / MANY;
    assertThat(mean).isCloseTo(MEAN, within(0.02));
    assertThat(Math.sqrt(square)).isCloseTo(DEVIATION, within(0.02));
  }

  @Test
  void refusesMoreStepsThanTrainingTimes() {
    assertThatThrownBy(() -> schedule("leading").lay(1001, DIFFUSION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001 steps are more than the 1000 training times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim:", "ddim:-0.1", "ddim:1.5", "ddim:x", "ddpm:small"})
  void knowsNoOtherName(String name) {
    assertThat(Solvers.named(name)).isEmpty();
  }
}

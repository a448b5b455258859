package dev.tidewheel.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Interpreter;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedWay;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {
  private static final int DIMENSIONS = 6;
  private static final int IMAGES = 120;
  private static final long PROBES = 1;
  private static final long OTHERS = 10_000;
  private static final GaussianMixture MIXTURE = overlapping(3, 10);
  private static final GaussianMixture OTHER = overlapping(4, 16);

  private static final Calibration CALIBRATION = calibrate();

  /** Where components lie apart, the few images that cross over to another one rule every mean. */
  private static GaussianMixture overlapping(long seed, int components) {
    return new GaussianMixture(
        GaussianMixture.random(new Random(seed), components, DIMENSIONS).means(), 0.5);
  }

  private static MixtureField field(double guidance, int images, long seed) {
    return new MixtureField(MIXTURE, OTHER, guidance, images, seed);
  }

  private static Calibration calibrate() {
    CalibrationSettings settings = new CalibrationSettings(IMAGES, PROBES, 50, 6);
    return new Calibrator(
            settings, guidance -> field(guidance, IMAGES, PROBES), CalibrationListener.SILENT)
        .run(List.of(1.0, 3.0), List.of());
  }

  /** Images that no fit has seen, drawn through the solver's own stages. */
  private static double[] errors(Solver solver, double shift, Steps steps, double guidance) {
    return errors(field(guidance, IMAGES, OTHERS), solver, shift, steps);
  }

  private static double[] errors(MixtureField field, Solver solver, double shift, Steps steps) {
    return errors(field, solver, shift, steps, new ArrayList<>());
  }

  /** Tells the number of evaluations of each image, too. */
  private static double[] errors(
      MixtureField field, Solver solver, double shift, Steps steps, List<Integer> evaluations) {
    double[][] exact = ReferencePaths.of(field, 100, CalibrationListener.SILENT).end();
    Sampling sampling =
        new Sampling(
            Parametrisation.flowMatching(1),
            solver,
            new ShiftedSchedule(shift),
            steps,
            field.guidance());
    double[][] drawn = new double[field.images()][];
    for (int i = 0; i < drawn.length; i++) {
      var run =
          Interpreter.run(
              sampling.start(),
              MixtureField.noise(field.seed() + i, DIMENSIONS),
              (share, x) -> MixtureField.velocity(MIXTURE, share, x),
              (share, x) -> MixtureField.velocity(OTHER, share, x));
      drawn[i] = run.data();
      evaluations.add(run.evaluations());
    }
    return Vectors.rms(Vectors.minus(drawn, exact));
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "6, 1", "10, 1", "4, 3", "6, 3", "10, 3"})
  void rowsFittedToAModelEndNearerThanAnyShiftOfAdamsBashforth(int steps, double guidance) {
    double best = Double.MAX_VALUE;
    for (double shift : new double[] {1, 1.5, 2, 3}) {
      double[] usual =
          errors(Solvers.named("ab2").orElseThrow(), shift, new Steps.Fixed(steps), guidance);
      best = Math.min(best, Vectors.mean(usual));
    }

    double[] fitted =
        errors(new CalibratedSolver(CALIBRATION), 1, new Steps.Fixed(steps), guidance);

    assertThat(Vectors.mean(fitted)).isLessThan(0.8 * best);
  }

  @ParameterizedTest
  @CsvSource({"0.03, 1", "0.01, 1", "0.003, 1", "0.1, 3", "0.03, 3", "0.01, 3"})
  void aToleranceIsTheErrorAtTheEnd(double tolerance, double guidance) {
    double[] errors =
        errors(
            new CalibratedSolver(CALIBRATION), 1, new Steps.Adaptive(tolerance, 3, 100), guidance);

    // One image that crosses over to another component would rule the root mean square from above.
    assertThat(Vectors.mean(errors)).isLessThan(tolerance * 2);
    assertThat(rms(errors)).isGreaterThan(tolerance / 2);
  }

  private static double rms(double[] errors) {
    return Vectors.rms(new double[][] {errors})[0];
  }

  /** The same numbers of evaluations, dealt out by lot, have a larger error. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "0, 3", "1, 3"})
  void imagesChooseBetterThanALot(int family, double guidance) {
    FittedFamily chosen = CALIBRATION.at(guidance).families().get(family);
    double tolerance = Math.sqrt(chosen.members().get(1).error() * chosen.members().get(2).error());
    MixtureField field = field(guidance, IMAGES, OTHERS);
    CalibratedSolver solver =
        new CalibratedSolver(
            new Calibration(List.of(new Calibration.Table(guidance, List.of(chosen)))));
    List<Integer> numbers = new ArrayList<>();
    double[] own = errors(field, solver, 1, new Steps.Adaptive(tolerance, 3, 100), numbers);
    Map<Integer, Double> meanOf = new HashMap<>();
    double byLot = 0;
    for (int number : numbers) {
      byLot +=
          meanOf.computeIfAbsent(
                  number,
                  n ->
                      Vectors.mean(errors(field, solver, 1, new Steps.Fixed(n), new ArrayList<>())))
              / numbers.size();
    }

    assertThat(meanOf).hasSizeGreaterThan(1);
    assertThat(Vectors.mean(own)).isLessThan(byLot);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3})
  void theSolverCarriesOutWhatWasFitted(double guidance) {
    FittedWay way = CALIBRATION.at(guidance).families().get(4).members().getFirst();

    double[] errors =
        errors(
            field(guidance, IMAGES / 2, PROBES),
            new CalibratedSolver(CALIBRATION),
            1,
            new Steps.Fixed(way.evaluations()));

    assertThat(rms(errors)).isCloseTo(way.error(), within(0.02 * way.error()));
  }

  @Test
  void imagesChooseDifferentNumbersOfEvaluations() {
    Sampling sampling =
        new Sampling(
            Parametrisation.flowMatching(1),
            new CalibratedSolver(CALIBRATION),
            new ShiftedSchedule(1),
            new Steps.Adaptive(CALIBRATION.at(1).families().get(1).members().get(2).error(), 3, 50),
            1);

    List<Integer> evaluations =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    Interpreter.run(
                            sampling.start(),
                            MixtureField.noise(OTHERS + i, DIMENSIONS),
                            (share, x) -> MixtureField.velocity(MIXTURE, share, x),
                            (share, x) -> MixtureField.velocity(OTHER, share, x))
                        .evaluations())
            .distinct()
            .toList();

    assertThat(evaluations).hasSizeGreaterThan(1).allMatch(number -> number >= 3 && number <= 50);
  }

  @Test
  void theTraceSaysWhatErrorIsExpectedFromTheChoiceOn() {
    Sampling sampling =
        new Sampling(
            Parametrisation.flowMatching(1),
            new CalibratedSolver(CALIBRATION),
            new ShiftedSchedule(1),
            new Steps.Adaptive(0.05, 3, 50),
            1);

    List<Double> expected =
        Interpreter.run(
                sampling.start(),
                MixtureField.noise(OTHERS, DIMENSIONS),
                (share, x) -> MixtureField.velocity(MIXTURE, share, x),
                (share, x) -> MixtureField.velocity(OTHER, share, x))
            .outcomes()
            .stream()
            .map(outcome -> outcome.error().orElse(0))
            .toList();

    int decided = expected.indexOf(expected.getLast());
    assertThat(decided).isGreaterThanOrEqualTo(2);
    assertThat(expected.subList(0, decided)).allMatch(error -> error == 0);
    assertThat(expected.subList(decided, expected.size()))
        .allMatch(error -> error > 0 && error.equals(expected.getLast()));
  }
}

package dev.tidewheel.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedStep;
import dev.tidewheel.sampling.calibrated.FittedWay;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests for the solver that was fitted to the model: here for 3, 4 and 8 evaluations. */
class CalibratedAdmissionTest {
  private static final Limits LIMITS = new Limits(64 * 64, 64, 200, 20);
  private static final Offer PLAIN =
      new Offer(
          "m",
          28,
          28,
          4,
          4096,
          new Offer.Classes.Table(10, 10),
          Optional.empty(),
          new Guiding.ClassifierFree(),
          Optional.of(new Offer.Redrawing(StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN, 0.6, false)),
          Recipes.same(
              new Recipe(
                  Parametrisation.flowMatching(1000),
                  Solvers.named("euler").orElseThrow(),
                  new ShiftedSchedule(2))),
          new Offer.Defaults("euler", "model", new Steps.Fixed(28), 1));
  private static final CalibratedSolver SOLVER =
      new CalibratedSolver(
          new Calibration(
              List.of(
                  new Calibration.Table(
                      1, List.of(family(3, 0.1), family(4, 0.05), family(8, 0.01))))));
  private static final Offer CALIBRATED = PLAIN.calibrated(SOLVER);

  private static FittedFamily family(int evaluations, double error) {
    List<FittedStep> steps =
        IntStream.range(0, evaluations)
            .mapToObj(
                i ->
                    new FittedStep(
                        1 - (double) i / evaluations, 1, List.of(-1.0 / evaluations), List.of()))
            .toList();
    return new FittedFamily(
        List.of(new FittedWay(steps, error)), evaluations, List.of(0.0, 0.0), List.of(0.0, 0.0));
  }

  private static List<String> problems(Offer offer, Asking asking) {
    return Admission.judge(asking.solver("calibrated").ask(), offer, LIMITS)
            instanceof Verdict.Refused(List<Problem> problems)
        ? problems.stream().map(problem -> problem.field() + ": " + problem.message()).toList()
        : List.of();
  }

  @Test
  void fittedRowsKnowGuidanceAllAlongOnly() {
    Asking asking = new Asking().steps(8).guidance(3).guiding(0.2, 1, 0);
    assertThat(problems(CALIBRATED, asking))
        .singleElement()
        .asString()
        .startsWith("solver: 'calibrated' was fitted to guidance as it is all along");
    assertThat(problems(CALIBRATED, asking.guiding(0, 1, 0))).isEmpty();
  }

  @Test
  void aCalibratedModelIsDrawnByItsOwnSolver() {
    Verdict verdict =
        Admission.judge(new Asking().solver("calibrated").steps(8).ask(), CALIBRATED, LIMITS);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Admitted.class,
            admitted -> assertThat(admitted.order().sampling().solver()).isEqualTo(SOLVER));
  }

  @Test
  void aModelThatIsNotCalibratedSaysHowToBe() {
    assertThat(problems(PLAIN, new Asking().steps(8)))
        .singleElement()
        .asString()
        .contains("solver: model m is not calibrated", "tidewheel calibrate");
  }

  @Test
  void numbersWithoutFittedRowsAreRefused() {
    assertThat(problems(CALIBRATED, new Asking().steps(5)))
        .containsExactly("steps.count: is 5: rows were fitted for [3, 4, 8] steps");
    assertThat(problems(CALIBRATED, new Asking().adaptive(0.05, 5, 7)))
        .containsExactly("steps.maximum: is 7 with a minimum of 5; rows were fitted for [3, 4, 8]");
    assertThat(problems(CALIBRATED, new Asking().adaptive(0.05, 5, 8))).isEmpty();
  }

  @Test
  void itsOwnSolverBeginsWithNoiseOnly() {
    String problem =
        "strength: cannot be followed: solver calibrated begins with noise alone; name another to"
            + " begin with a picture";
    assertThat(problems(CALIBRATED, new Asking().steps(8).source(28, 28))).containsExactly(problem);
    assertThat(problems(CALIBRATED, new Asking().adaptive(0.05, 3, 8).source(28, 28)))
        .containsExactly(problem);
  }

  @Test
  void whereTheModelIsNotKnownItMayBeCalibrated() {
    Ask ask = new Asking().solver("calibrated").steps(8).ask();

    assertThat(Admission.problemsWithoutModel(ask, LIMITS)).isEmpty();
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Guiding;
import dev.tidewheel.admission.Offer;
import dev.tidewheel.admission.Recipes;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import dev.tidewheel.sampling.calibrated.Calibration;
import dev.tidewheel.sampling.calibrated.FittedFamily;
import dev.tidewheel.sampling.calibrated.FittedStep;
import dev.tidewheel.sampling.calibrated.FittedWay;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MixedWayTest {
  private static final MixedWay TOLERANT = new MixedWay.Tolerant(0.03);

  /** A model whose folder names a solver and whose scheduler is DDPM's. */
  private static Offer offer(String usual) {
    return new Offer(
        "m",
        28,
        28,
        4,
        4096,
        new Offer.Classes.Table(10, 10),
        Optional.empty(),
        new Guiding.ClassifierFree(),
        Optional.empty(),
        Recipes.same(
            new Recipe(
                Parametrisation.flowMatching(1000),
                Solvers.named("ddpm").orElseThrow(),
                new ShiftedSchedule(1))),
        new Offer.Defaults(usual, "model", new Steps.Fixed(20), 1));
  }

  /** Fitted for guidance 1 to 2. */
  private static CalibratedSolver fitted() {
    List<FittedStep> steps =
        List.of(
            new FittedStep(1, 1, List.of(-0.4), List.of()),
            new FittedStep(0.6, 1, List.of(-0.3), List.of()),
            new FittedStep(0.3, 1, List.of(-0.3), List.of()));
    FittedFamily family =
        new FittedFamily(
            List.of(new FittedWay(steps, 0.1)), 3, List.of(0.0, 0.0), List.of(0.0, 0.0));
    return new CalibratedSolver(
        new Calibration(
            List.of(
                new Calibration.Table(1, List.of(family)),
                new Calibration.Table(2, List.of(family)))));
  }

  @Test
  void aToleranceIsKeptByTheCalibrationWhereItCoversTheGuidance() {
    Offer calibrated = offer("euler").calibrated(fitted());

    assertThat(TOLERANT.solver(calibrated, 1)).isEqualTo("calibrated");
    assertThat(TOLERANT.solver(calibrated, 1.5)).isEqualTo("calibrated");
    assertThat(TOLERANT.solver(calibrated, 3)).isEqualTo("euler");
  }

  @Test
  void withoutOneTheUsualSolverKeepsItIfItCan() {
    assertThat(TOLERANT.solver(offer("bosh3"), 3)).isEqualTo("bosh3");
    assertThat(TOLERANT.solver(offer("dpm++2m"), 1)).isEqualTo("ab2");
    assertThat(TOLERANT.solver(offer("model"), 1)).isEqualTo("ab2");
  }

  @Test
  void aFixedWayIsTheSameForAll() {
    MixedWay fixed = new MixedWay.Fixed("unipc", "karras", 9);

    assertThat(fixed.solver(offer("euler").calibrated(fitted()), 1)).isEqualTo("unipc");
    assertThat(fixed.steps()).isEqualTo(new Steps.Fixed(9));
    assertThat(fixed.title()).isEqualTo("unipc karras, 9 steps");
  }
}

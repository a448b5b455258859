package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static Sampling sampling(Steps steps) {
    return new Sampling(
        Parametrisation.flowMatching(1000),
        Solvers.named("ab2").orElseThrow(),
        new ShiftedSchedule(1),
        steps,
        1);
  }

  @Test
  void aToleranceWithoutACalibrationIsSaid() {
    assertThat(Notes.of("shoes", sampling(new Steps.Adaptive(0.05, 3, 50))))
        .singleElement()
        .asString()
        .contains("shoes")
        .contains("calibrat");
  }

  @Test
  void aNumberOfStepsNeedsNoNote() {
    assertThat(Notes.of("shoes", sampling(new Steps.Fixed(4)))).isEmpty();
  }
}

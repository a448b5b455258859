package dev.tidewheel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.admission.Order;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static List<String> notes(Steps steps) {
    return Notes.of("shoes", Bench.order(1, sampling(steps)), List.of());
  }

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
    assertThat(notes(new Steps.Adaptive(0.05, 3, 50)))
        .singleElement()
        .asString()
        .contains("shoes")
        .contains("calibrat");
  }

  @Test
  void aNumberOfStepsNeedsNoNote() {
    assertThat(notes(new Steps.Fixed(4))).isEmpty();
  }

  @Test
  void whatAdmissionAndTheModelSayComesFirst() {
    Order plain = Bench.order(1, sampling(new Steps.Adaptive(0.05, 3, 50)));
    Order noted =
        new Order(
            1,
            0,
            8,
            8,
            plain.told(),
            plain.wording(),
            plain.sampling(),
            plain.scales(),
            List.of("prompt: is missing"));

    assertThat(Notes.of("shoes", noted, List.of("prompt: was cut")))
        .hasSize(3)
        .startsWith("prompt: is missing", "prompt: was cut");
  }
}

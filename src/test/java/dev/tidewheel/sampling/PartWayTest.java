package dev.tidewheel.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways that begin with a picture; that grids agree with diffusers', scheduler goldens show. */
class PartWayTest {
  private static final Parametrisation FLOW = Parametrisation.flowMatching(1000);

  private static Sampling sampling(String solver, Steps steps, double strength) {
    return new Sampling(
        FLOW,
        Solvers.named(solver).orElseThrow(),
        new ShiftedSchedule(3),
        steps,
        Guidance.NONE,
        Optional.of(new PartWay(strength, StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"euler", "ab2", "heun", "bosh3"})
  void adaptiveStepsBeginWhereAFineGridOfTheScheduleWould(String solver) {
    Sampling sampling = sampling(solver, new Steps.Adaptive(0.05, 3, 50), 0.4);

    double share = 3 * 0.4 / (1 + 2 * 0.4);
    assertThat(sampling.startLevel().orElseThrow().noise()).isEqualTo(share, within(1e-9));
    Evaluation first = (Evaluation) sampling.start();
    assertThat(first.time()).isEqualTo(1000 * share, within(1e-6));
    assertThat(first.input().weight(Solver.STATE)).as("the state as it is").isEqualTo(1);
  }

  @Test
  void aWayThatIsWholeBeginsWithTheMixtureToo() {
    Sampling sampling = sampling("euler", new Steps.Fixed(4), 1);

    assertThat(sampling.startLevel()).contains(new Level(0, 1));
    assertThat(((Evaluation) sampling.start()).time()).isEqualTo(1000);
  }

  @Test
  void aWayFromNoiseSaysNoLevel() {
    Sampling whole =
        new Sampling(
            FLOW,
            Solvers.named("euler").orElseThrow(),
            new ShiftedSchedule(3),
            new Steps.Fixed(4),
            1);

    assertThat(whole.startLevel()).isEmpty();
  }

  @Test
  void noStepLeftIsSaid() {
    Sampling sampling =
        new Sampling(
            FLOW,
            Solvers.named("euler").orElseThrow(),
            new ShiftedSchedule(3),
            new Steps.Fixed(5),
            Guidance.NONE,
            Optional.of(new PartWay(0.1, StrengthRule.STEPS_TAKEN_ROUNDED_DOWN)));

    assertThatThrownBy(sampling::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strength 0.1 leaves none of 5 steps; raise one of them");
  }

  @Test
  void strengthsThatMeanNothingAreRefused() {
    for (double strength : List.of(0.0, -1.0, 1.01, Double.NaN)) {
      assertThatThrownBy(() -> new PartWay(strength, StrengthRule.STEPS_TAKEN_ROUNDED_DOWN))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package dev.tidewheel.sampling.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.Goldens;
import dev.tidewheel.sampling.Grid;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.Schedule;
import dev.tidewheel.sampling.Stop;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final Schedule MODEL =
      new FlowMatchEulerSchedule(
          1, FlowMatchEulerSchedule.shiftedTwice(1, 1000), Spacing.EVEN, OptionalDouble.empty());

  static Stream<String> grids() {
    return Goldens.lines("flow_match_grids.csv");
  }

  @ParameterizedTest
  @MethodSource("grids")
  void laysTheGridOfDiffusers(String line) {
    String[] parts = line.split(",", -1);
    RectifiedSchedule schedule =
        new FlowMatchEulerSchedule(
            Double.parseDouble(parts[0]),
            FlowMatchEulerSchedule.shiftedTwice(Double.parseDouble(parts[0]), 1000),
            Spacing.valueOf(parts[1]),
            parts[2].isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(parts[2])));
    double[] expected =
        Stream.of(parts[4].split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    assertThat(schedule.sigmas(Integer.parseInt(parts[3]))).containsExactly(expected, within(2e-7));
  }

  @Test
  void fluxLaysItsTimesEvenlyBeforeTheShift() {
    RectifiedSchedule schedule =
        new FlowMatchEulerSchedule(
            Math.exp(1.15), OptionalDouble.empty(), Spacing.EVEN, OptionalDouble.empty());

    assertThat(schedule.sigmas(4))
        .containsExactly(new double[] {1, .90453, .75951, .51284, 0}, within(1e-5));
  }

  @Test
  void refusesToStretchASingleStep() {
    RectifiedSchedule schedule =
        new FlowMatchEulerSchedule(
            1, OptionalDouble.of(0.001), Spacing.EVEN, OptionalDouble.of(0.1));

    assertThatThrownBy(() -> schedule.sigmas(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shift_terminal 0.1 cannot be reached in one step");
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 103, 121, 122})
  void refusesNumbersOfStepsForWhichDiffusersAddsATimeOfMinusOne(int steps) {
    assertThatThrownBy(() -> TimestepSpacing.TRAILING.times(steps, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training time of -1");
    assertThat(TimestepSpacing.TRAILING.times(60, 1000)).hasSize(60).endsWith(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "shifted", "shifted:2.5", "shifted:0.4", "karras", "model"})
  void fallsStrictlyFromNoiseToData(String name) {
    Schedule schedule = Schedules.named(name, MODEL).orElseThrow();
    for (int steps : new int[] {1, 2, 3, 10, 100}) {
      Grid grid = schedule.lay(steps, Parametrisation.flowMatching(1000));
      double[] sigmas = grid.stops().stream().mapToDouble(Stop::time).toArray();
      assertThat(sigmas).hasSize(steps + 1);
      assertThat(sigmas[0]).isEqualTo(1);
      assertThat(sigmas[steps]).isZero();
      for (int i = 0; i < steps; i++) {
        assertThat(sigmas[i + 1]).isLessThan(sigmas[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Linear", "shifted:", "shifted:-1", "shifted:NaN", "shifted:x"})
  void knowsNoOtherName(String name) {
    assertThat(Schedules.named(name, MODEL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"shifted:2.5, shifted:2.5", "linear, linear", "shifted, shifted:3.0"})
  void saysItsNameInFull(String name, String full) {
    assertThat(Schedules.named(name, MODEL).orElseThrow().name()).isEqualTo(full);
  }
}

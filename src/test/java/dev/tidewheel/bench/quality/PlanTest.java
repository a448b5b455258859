package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.Steps;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<ModelKind> FAMILY =
      List.of(ModelKind.FLOW, ModelKind.FLOW, ModelKind.DIFFUSION, ModelKind.FEW_STEP);

  @Test
  void theFamilyHas24RowsAnd8InHaste() {
    assertThat(rows(false)).hasSize(24);
    assertThat(rows(true)).hasSize(8);
  }

  /** At 300 evaluations a second: an hour and ten minutes, of which the rows may take most. */
  @Test
  void theRowsFitTheTimeThatIsPromised() {
    assertThat(5000 * evaluations(false) / 300).isLessThan(3600);
    assertThat(1000 * evaluations(true) / 300).isLessThan(400);
  }

  private static List<Method> rows(boolean quick) {
    return FAMILY.stream().flatMap(kind -> Plan.of(kind, "ab2", quick).stream()).toList();
  }

  private static double evaluations(boolean quick) {
    return rows(quick).stream()
        .mapToDouble(
            method ->
                switch (method.steps()) {
                  case Steps.Fixed(int count) -> count;
                  case Steps.Adaptive(double tolerance, _, _) -> tolerance < 0.05 ? 12 : 7;
                })
        .sum();
  }

  @Test
  void rowsOfAModelDiffer() {
    for (ModelKind kind : ModelKind.values()) {
      assertThat(Stream.of(false, true).map(quick -> Plan.of(kind, "ab2", quick)))
          .allSatisfy(
              methods -> {
                assertThat(methods).doesNotHaveDuplicates().isNotEmpty();
              });
    }
  }
}

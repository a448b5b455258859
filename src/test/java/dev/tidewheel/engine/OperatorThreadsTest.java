package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorThreadsTest {
  private static final OperatorThreads.Load LONE = new OperatorThreads.Load(1, 1);

  @ParameterizedTest
  @CsvSource({"10, 5, 1", "5, 10, 4"})
  void triesBothAndStaysWithTheFasterOne(long together, long alone, int best) {
    try (Crew crew = new Crew(4)) {
      OperatorThreads operators = OperatorThreads.measured(crew);
      List<Integer> tried = new ArrayList<>();
      while (!operators.isSettled(LONE)) {
        int each = operators.each(LONE);
        // The first evaluation is slow whatever its threads, and must not decide.
        operators.took(LONE, each, tried.isEmpty() ? 1000 : each == 1 ? alone : together);
        tried.add(each);
      }
      assertThat(tried).containsExactly(4, 1, 4, 1, 4, 1);
      operators.took(LONE, 1, best == 1 ? 1000 : 1);
      assertThat(operators.each(LONE)).isEqualTo(best);
    }
  }

  @Test
  void triesNothingWhereEveryThreadHasAShareOrNothingMayDependOnTime() {
    try (Crew crew = new Crew(4)) {
      var full = new OperatorThreads.Load(4, 9);
      assertThat(OperatorThreads.measured(crew).isSettled(full)).isTrue();
      assertThat(OperatorThreads.measured(crew).each(full)).isEqualTo(1);
      OperatorThreads fixed = OperatorThreads.fixed(crew);
      fixed.took(LONE, 4, 1000);
      assertThat(fixed.isSettled(LONE)).isTrue();
      assertThat(fixed.each(LONE)).isEqualTo(4);
    }
  }
}

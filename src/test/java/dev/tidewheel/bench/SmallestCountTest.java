package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallestCountTest {
  private final List<Integer> tried = new ArrayList<>();

  private int find(int guess, double wanted, IntToDoubleFunction error) {
    return SmallestCount.find(
            2,
            100,
            guess,
            wanted,
            count -> {
              tried.add(count);
              return error.applyAsDouble(count);
            })
        .orElse(-1);
  }

  @ParameterizedTest
  @CsvSource({"1,12", "1,90", "2,2", "2,30", "3,100", "1.5,50"})
  void findsTheFirstThatIsSmallEnoughWhereverItBegins(double order, int smallest) {
    double wanted = Math.pow(smallest, -order);
    for (int guess : new int[] {2, 10, 40, 100}) {
      assertThat(find(guess, wanted, count -> Math.pow(count, -order))).isEqualTo(smallest);
    }
  }

  @Test
  void errorsThatFallAsAPowerNeedFewTries() {
    assertThat(find(20, 0.02, count -> 1.0 / count)).isEqualTo(50);

    assertThat(tried).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates().contains(49);
  }

  @Test
  void errorsThatJumpAreHalvedInTheEnd() {
    assertThat(find(3, 1, count -> count < 61 ? 1.0001 : 1e-9)).isEqualTo(61);

    assertThat(tried).hasSizeLessThan(14).contains(60);
  }

  @Test
  void anErrorThatIsNoNumberIsNotSmallEnough() {
    assertThat(find(2, 0.1, count -> count < 5 ? Double.NaN : 1.0 / count)).isEqualTo(10);
  }

  @Test
  void thereMayBeNone() {
    assertThat(find(12, 0.1, _ -> 1)).isEqualTo(-1);

    assertThat(tried).contains(100).hasSizeLessThan(12);
  }

  @Test
  void theVeryLeastMayDo() {
    assertThat(find(12, 0.1, _ -> 0)).isEqualTo(2);
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCurveTest {
  private static EndErrors errors(double evaluations, double mean) {
    return new EndErrors(evaluations, mean, mean, mean, mean);
  }

  @Test
  void errorsThatFallAsAPowerAreFollowedBetweenAndBeyondThePoints() {
    ErrorCurve curve =
        new ErrorCurve(
            List.of(errors(4, 1.0 / 16), errors(8, 1.0 / 64), errors(16, 1.0 / 256)),
            EndErrors::mean);

    for (double evaluations : new double[] {2, 4, 5.5, 8, 11, 16, 40}) {
      assertThat(curve.evaluationsAt(1 / (evaluations * evaluations)))
          .isCloseTo(evaluations, within(1e-9));
    }
  }

  @Test
  void pointsThatSpendMoreForALargerErrorDoNotCount() {
    ErrorCurve curve =
        new ErrorCurve(List.of(errors(4, 0.1), errors(6, 0.2), errors(8, 0.05)), EndErrors::mean);

    assertThat(curve.evaluationsAt(0.05)).isCloseTo(8, within(1e-9));
    assertThat(curve.evaluationsAt(0.1)).isCloseTo(4, within(1e-9));
  }

  @Test
  void aCurveThatNeverFallsIsRefused() {
    assertThatThrownBy(
            () -> new ErrorCurve(List.of(errors(4, 0.1), errors(6, 0.2)), EndErrors::mean))
        .isInstanceOf(BenchmarkException.class);
  }

  @Test
  void aCurveThatNobodyMeasuredSaysNothing() {
    assertThat(new ErrorCurve(List.of(), EndErrors::mean).evaluationsAt(0.1)).isNaN();
  }
}

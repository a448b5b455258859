package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.engine.TracePoint;
import dev.tidewheel.sampling.Evaluation;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StepProfileTest {
  @Test
  void countsPicturesByEvaluations() {
    List<TracePoint> two = List.of(point(1, 0.5, true), point(0.5, 0, true));
    List<TracePoint> one = List.of(point(1, 0, true));

    StepProfile profile = StepProfile.of(List.of(two, one, two));

    assertThat(profile.pictures()).containsExactly(0, 1, 2);
  }

  @Test
  void averagesTheStepsThatBeginInAPartOfTheWay() {
    StepProfile profile =
        StepProfile.of(
            List.of(
                List.of(point(1, 0.7, true)),
                List.of(
                    point(0.99, 0.89, true), point(0.89, 0.5, false), point(0.89, 0.88, true))));

    double[] lengths = profile.lengths();
    assertThat(lengths[StepProfile.BINS - 1]).isCloseTo(0.2, within(1e-12));
    assertThat(lengths[17]).isCloseTo(0.01, within(1e-12));
    assertThat(lengths[0]).isNaN();
  }

  private static TracePoint point(double from, double to, boolean accepted) {
    return new TracePoint(
        from, new Evaluation.Span(1, from, to), false, OptionalDouble.empty(), accepted, 1, 1);
  }
}

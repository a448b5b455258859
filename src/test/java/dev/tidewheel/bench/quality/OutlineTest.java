package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutlineTest {
  @Test
  void aStraightLineNeedsItsEnds() {
    List<double[]> points =
        IntStream.rangeClosed(0, 50).mapToObj(i -> new double[] {i, 2 * i}).toList();

    assertThat(Outline.of(points, 0.01)).containsExactly(points.getFirst(), points.getLast());
  }

  @Test
  void aCornerIsKept() {
    List<double[]> points =
        IntStream.rangeClosed(0, 50).mapToObj(i -> new double[] {i, Math.max(0, i - 20)}).toList();

    assertThat(Outline.of(points, 0.01))
        .containsExactly(points.getFirst(), points.get(20), points.getLast());
  }

  @Test
  void aCircleIsToldWithinWhatIsAllowed() {
    List<double[]> points =
        IntStream.range(0, 400)
            .mapToObj(i -> i * Math.TAU / 400)
            .map(angle -> new double[] {Math.cos(angle), Math.sin(angle)})
            .toList();

    List<double[]> outline = Outline.of(points, 0.01);

    // A chord that is 0.01 from its arc spans an angle of 2 acos(0.99).
    assertThat(outline).hasSizeBetween(22, 60);
    for (int i = 1; i < outline.size(); i++) {
      double[] from = outline.get(i - 1);
      double[] to = outline.get(i);
      assertThat(Math.hypot(from[0] + to[0], from[1] + to[1]) / 2).isGreaterThan(0.985);
    }
  }
}

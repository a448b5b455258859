package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class PathShapeTest {
  @Test
  void aStraightWayAtAnEvenSpeedHasNoBend() {
    PathShape shape = PathShape.of(List.of(way(time -> new double[] {1 + 3 * time, -time, 2})));

    assertThat(shape.bend()).isCloseTo(0, within(1e-12));
    assertThat(shape.detour()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aStraightWayAtAChangingSpeedHasABendButNoDetour() {
    PathShape shape = PathShape.of(List.of(way(time -> new double[] {time * time})));

    // The mean of (2 t - 1)^2.
    assertThat(shape.bend()).isCloseTo(1.0 / 3, within(1e-4));
    assertThat(shape.detour()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aQuarterOfACircleHasTheBendAndTheLengthOfOne() {
    PathShape shape =
        PathShape.of(
            List.of(
                way(
                    time ->
                        new double[] {
                          Math.cos(Math.PI / 2 * time), Math.sin(Math.PI / 2 * time)
                        })));

    // The speed is even, pi / 2, and the chord the square root of 2.
    assertThat(shape.bend()).isCloseTo((Math.PI * Math.PI / 4 - 2) / 2, within(1e-4));
    assertThat(shape.detour()).isCloseTo(Math.PI / 2 / Math.sqrt(2), within(1e-4));
  }

  @Test
  void longWaysCountMoreForTheBend() {
    PathShape shape =
        PathShape.of(
            List.of(
                way(time -> new double[] {10 * time}), way(time -> new double[] {time * time})));

    assertThat(shape.bend()).isCloseTo(1.0 / 3 / 101, within(1e-5));
  }

  private static PathShape.Way way(DoubleFunction<double[]> at) {
    int steps = 200;
    List<Double> times = new ArrayList<>();
    List<double[]> states = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      double time = 1 - (double) i / steps;
      times.add(time);
      states.add(at.apply(time));
    }
    return new PathShape.Way(times, states);
  }
}

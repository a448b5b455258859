package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathsBenchmarkTest {
  @Test
  void everyCombinationReachesTheSamePointWithItsOrder() {
    PathsReport report = new PathsBenchmark(2).run();
    assertThat(report.lines()).hasSizeGreaterThan(100);
    assertThat(report.lines()).allMatch(PathsReport.Line::holds);
  }

  @Test
  void noticesASolverThatFallsShort() {
    var first = new PathsReport.Line("x", 2, 10, "a", "a", 0, 1e-3, 5e-4);
    var apart = new PathsReport.Line("x", 2, 10, "a", "a", 1e-3, 1e-3, 2.5e-4);
    assertThat(first.holds()).isFalse();
    assertThat(apart.holds()).isFalse();
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MixedReportTest {
  @Test
  void theGoalIsMeasuredAgainstTheBestFixedWay() {
    MixedReport report = MixedReports.report(1.4, 3);

    assertThat(report.goal().got().median()).isCloseTo(1.4, within(1e-9));
    assertThat(report.goal().reached()).isFalse();
    assertThat(MixedReports.report(1.6, 3).goal().reached()).isTrue();
  }

  @Test
  void gainsAreTakenWithinARunAndRowsOverAll() {
    MixedReport report = MixedReports.report(1.75, 3);

    assertThat(report.gains())
        .extracting(MixedReport.Gain::of)
        .containsExactly("ab2 linear, 14 steps", "euler linear, 30 steps");
    Spread best = report.gains().getFirst().imagesPerSecond();
    assertThat(best.most() - best.least()).isLessThan(1e-9);
    assertThat(report.gains().getFirst().rows()).isCloseTo(14.0 / 8, within(1e-9));
  }

  @Test
  void aGuidedEvaluationIsTwoRows() {
    MixedReport.WayLine line = MixedReports.report(1, 1).ways().getFirst();

    assertThat(line.evaluationsPerImage()).isEqualTo(8);
    assertThat(line.rowsPerImage()).isEqualTo(12);
    assertThat(line.imagesPerSecond().most()).isEqualTo(1);
    assertThat(line.occupancy().median()).isEqualTo(0.9);
  }
}

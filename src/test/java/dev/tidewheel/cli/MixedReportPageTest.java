package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.bench.MixedReports;
import org.junit.jupiter.api.Test;

class MixedReportPageTest {
  @Test
  void showsEachWayEachKindAndTheGoal() {
    String page = new MixedReportPage(MixedReports.report(2, 4)).toString();

    assertThat(page)
        .startsWith("One tolerance for a mixed load: 10 images of models/one; guidance 1.0, 3.0\n")
        .contains("others   0.25 (0.25..0.25) cores were busy");
    assertThat(page.lines())
        .anyMatch(line -> line.matches("tolerance 0.03 .* 8\\.00 .*7\\.\\.9 .* 12\\.00 .*0\\.0400"))
        .anyMatch(line -> line.matches("ab2 linear, 14 steps .* 21\\.00 .*0\\.0390"))
        .anyMatch(line -> line.matches("one +1\\.00 +5 +calibrated .*0\\.0400 +0\\.0390 +0\\.0400"))
        .anyMatch(line -> line.matches("one +3\\.00 +5 +ab2 .*"))
        .anyMatch(
            line -> line.matches("ab2 linear, 14 steps +2\\.00 \\(2\\.00\\.\\.2\\.00\\) +1\\.75"))
        .anyMatch(line -> line.matches("one tolerance, times .* 1\\.50 +2\\.00 .* reached"));
    assertThat(new MixedReportPage(MixedReports.report(1.2, 4)).toString()).contains("MISSED");
  }
}

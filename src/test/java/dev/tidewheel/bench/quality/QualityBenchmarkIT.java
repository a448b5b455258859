package dev.tidewheel.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.bench.Watcher;
import dev.tidewheel.engine.Devices;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a small network of random weights: that all is measured, not what. */
class QualityBenchmarkIT {
  private static final Path GOLDENS = Path.of("src/test/resources/golden");
  private static final int IMAGES = 100;

  @Test
  void measuresEachRowAndSaysWhatItSkips() {
    Devices.setThreads(1);
    QualityBenchmarkSettings settings =
        new QualityBenchmarkSettings(
            List.of(
                GOLDENS.resolve("unet/classes"),
                GOLDENS.resolve("unet/rgb-not-square"),
                Path.of("nowhere")),
            GOLDENS.resolve("classifier"),
            true,
            IMAGES,
            4,
            30,
            8);

    QualityReport report = new QualityBenchmark(settings, Devices.named("cpu"), new Silent()).run();

    assertThat(report.rows())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.model()).isEqualTo("classes");
              assertThat(row.evaluations()).isBetween(1.0 * row.least(), 1.0 * row.most());
              assertThat(row.fid()).isPositive();
              assertThat(row.accuracy()).isBetween(0.0, 1.0);
              assertThat(row.error()).isPositive();
              assertThat(row.profile().pictures()).contains(0);
            });
    assertThat(report.rows().getFirst().evaluations()).isEqualTo(2);
    assertThat(report.ways())
        .singleElement()
        .satisfies(
            ways -> {
              assertThat(ways.own()).isTrue();
              assertThat(ways.shape().bend()).isPositive();
              assertThat(ways.shape().detour()).isGreaterThan(1);
            });
    assertThat(report.skipped())
        .extracting(QualityReport.Skipped::what)
        .containsExactly("rgb-not-square", "nowhere");
  }

  private static final class Silent implements Watcher {
    @Override
    public void stage(String what, int parts) {}

    @Override
    public void advanced() {}
  }
}

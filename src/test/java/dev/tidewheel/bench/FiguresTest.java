package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.engine.TickReport;
import dev.tidewheel.engine.TracePoint;
import dev.tidewheel.sampling.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void aSpreadHasTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 8.0))).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void aPassCountsWhatWasAskedForAndLeavesNoTimeOut() {
    List<Double> latencies = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
    Pass pass =
        new Pass(
            Workload.equal(100, 10),
            2_000_000_000L,
            new TickTotals(125, 125, 1.5e9, 0.2e9, 0.1e9, 0.1e9),
            latencies.reversed());
    assertThat(pass.imagesPerSecond()).isEqualTo(50);
    assertThat(pass.evaluationsPerSecond()).isEqualTo(500);
    assertThat(pass.latency(0.5)).isEqualTo(50);
    assertThat(pass.latency(0.95)).isEqualTo(95);
    assertThat(pass.restNanos()).isEqualTo(0.1e9);
    assertThat(pass.overheadNanos()).isEqualTo(0.4e9);
    assertThat(new Beside(pass, 625).share()).isEqualTo(0.8);
    assertThat(new Beside(pass, 625).samplingShare()).isCloseTo(0.8 / 0.95, within(1e-9));
    assertThat(pass.ticks().occupancy()).isEqualTo(1);
  }

  @Test
  void ticksThatReadOrDecodeAreCountedApart() {
    TickTotals sum =
        TickTotals.NONE
            .plus(tick(TickReport.Work.READING, 0, 7))
            .plus(tick(TickReport.Work.SAMPLING, 2, 100))
            .plus(tick(TickReport.Work.DECODING, 0, 5));
    assertThat(sum).isEqualTo(new TickTotals(1, 0.5, 100, 3, 6, 12));
    assertThat(sum.occupancy()).isEqualTo(0.5);
  }

  private static TickReport tick(TickReport.Work work, int images, long forward) {
    TracePoint point =
        new TracePoint(
            1, new Evaluation.Span(1, 1, 0.5), false, OptionalDouble.empty(), true, forward, 2);
    List<TickReport.ImageReport> evaluated =
        Collections.nCopies(images, new TickReport.ImageReport("r", 0, point, 1));
    return new TickReport(
        work,
        "m",
        1,
        Instant.EPOCH,
        2,
        2,
        4,
        forward,
        work == TickReport.Work.SAMPLING ? 3 : 0,
        2,
        true,
        TickReport.Prompts.NONE,
        evaluated);
  }

  @Test
  void errorsAtTheEndHaveAMiddleAndATail() {
    FloatSampler.Drawn zero = new FloatSampler.Drawn(new double[4], 5);
    List<FloatSampler.Drawn> drawn =
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> new FloatSampler.Drawn(new double[] {i, -i, i, i}, 3))
            .toList();

    EndErrors errors = EndErrors.of(drawn, Collections.nCopies(drawn.size(), zero));

    assertThat(errors.evaluations()).isEqualTo(3);
    assertThat(errors.mean()).isCloseTo(50, within(1e-9));
    assertThat(errors.p50()).isCloseTo(50, within(1e-9));
    assertThat(errors.p95()).isCloseTo(95, within(1e-9));
  }

  @Test
  void tellsWhatOthersTookFromTheProcessors() {
    String stat = "cpu  100 20 30 4000 500 1 2 3 0 0\ncpu0 50 10 15 2000 250 0 1 1 0 0\n";
    assertThat(CpuClock.machineTime(stat)).isEqualTo(Duration.ofMillis(1560));

    CpuClock before = new CpuClock(0, Duration.ofSeconds(100), Duration.ofSeconds(10));
    CpuClock after = new CpuClock(10_000_000_000L, Duration.ofSeconds(118), Duration.ofSeconds(25));
    assertThat(after.coresOfOthersSince(before)).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void readsTicksFromPrometheusText() {
    String text =
        """
        # HELP tidewheel_tick_seconds Time of a tick by part.
        # TYPE tidewheel_tick_seconds histogram
        tidewheel_tick_seconds_bucket{model="m",part="forward",le="0.1"} 3
        tidewheel_tick_seconds_count{model="m",part="forward"} 4
        tidewheel_tick_seconds_sum{model="m",part="forward"} 0.5
        tidewheel_tick_seconds_count{model="m",part="solver"} 4
        tidewheel_tick_seconds_sum{model="m",part="solver"} 0.25
        tidewheel_tick_seconds_sum{model="m",part="wait"} 1.0E-3
        tidewheel_tick_seconds_sum{model="m",part="reading"} 0.1
        tidewheel_tick_seconds_sum{model="m",part="decoding"} 0.2
        tidewheel_batch_occupancy_sum{model="m"} 3.5
        tidewheel_records_held 0.0
        """;
    assertThat(WorkerMetrics.ticks(text)).isEqualTo(new TickTotals(4, 3.5, 5e8, 2.5e8, 1e6, 3e8));
  }

  @Test
  void knowsOfNoTicksBeforeTheFirst() {
    assertThat(WorkerMetrics.ticks("tidewheel_records_held 0.0\n")).isEqualTo(TickTotals.NONE);
  }
}

package dev.tidewheel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Telemetry telemetry = new Telemetry(registry);

  @Test
  void timesThePartsOfATick() {
    telemetry.tick("m", new TickTimes(3_000_000, 1_000_000, 500_000, true), 6, 8);
    telemetry.tick("m", new TickTimes(5_000_000, 1_000_000, 0, true), 8, 8);

    assertThat(registry.get("tidewheel.tick").tags("model", "m", "part", "forward").timer())
        .satisfies(timer -> assertThat(timer.count()).isEqualTo(2))
        .satisfies(timer -> assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8));
    assertThat(registry.get("tidewheel.batch.occupancy").summary().mean()).isEqualTo(0.875);
  }

  @Test
  void leavesOutASplitThatWasNotMeasured() {
    telemetry.tick("m", new TickTimes(9_000_000, 9_000_000, 500_000, false), 8, 8);
    telemetry.tick("m", new TickTimes(3_000_000, 1_000_000, 500_000, true), 8, 8);

    assertThat(List.of(ticks("forward"), ticks("solver"), ticks("wait")))
        .extracting(Timer::count)
        .containsExactly(1L, 1L, 2L);
    assertThat(ticks("solver").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1);
  }

  private Timer ticks(String part) {
    return registry.get("tidewheel.tick").tag("part", part).timer();
  }

  @Test
  void countsPicturesByOutcome() {
    telemetry.completed("m", 12, 2, new ImageTimes(1, 2, 0, 3, 4, 5_000_000));
    telemetry.ended("m", Outcome.CANCELLED, 3);

    assertThat(images("completed")).isEqualTo(1);
    assertThat(images("cancelled")).isEqualTo(3);
    assertThat(registry.get("tidewheel.image.evaluations").summary().totalAmount()).isEqualTo(12);
    assertThat(registry.get("tidewheel.steps.rejected").counter().count()).isEqualTo(2);
    assertThat(
            registry
                .get("tidewheel.latency")
                .tag("part", "encoding")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(5);
  }

  private double images(String outcome) {
    return registry.get("tidewheel.images").tag("outcome", outcome).counter().count();
  }

  @Test
  void reportsWhatItIsToldToWatch() {
    telemetry.watchHeldRecords(() -> 5);

    assertThat(registry.get("tidewheel.records.held").gauge().value()).isEqualTo(5);
  }

  @Test
  void reportsNothingThatTheListDoesNotHaveAndAllThatItHas() {
    reportEverything(telemetry);

    assertThat(registry.getMeters().stream().map(TelemetryTest::described).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values())
                .map(metric -> List.of(metric.id(), metric.description(), metric.tags().toString()))
                .toList());
  }

  static void reportEverything(Telemetry telemetry) {
    telemetry.tick("m", new TickTimes(1, 1, 1, true), 1, 1);
    telemetry.completed("m", 1, 1, new ImageTimes(1, 1, 1, 1, 1, 1));
    telemetry.acknowledgementFailed();
    telemetry.publishFailed("result");
    telemetry.deadLetter();
    telemetry.watchHeldRecords(() -> 1);
    telemetry.watchImagesInFlight(() -> 1);
    telemetry.watchEngineCapacity(() -> 1);
  }

  private static List<String> described(Meter meter) {
    return List.of(
        meter.getId().getName(),
        String.valueOf(meter.getId().getDescription()),
        meter.getId().getTags().stream().map(Tag::getKey).toList().toString());
  }

  @Test
  void refusesTagsThatTheListDoesNotHave() {
    assertThatThrownBy(() -> Metric.TICK.timer(registry, "m"))
        .hasMessage("tidewheel.tick has the tags [model, part]");
  }
}

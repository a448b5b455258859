package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.config.ConfigResult;
import dev.tidewheel.config.Configuration;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineBenchmarkIT {
  private static final Path FOLDER = Path.of("src/test/resources/golden/unet/classes");
  private static final int IMAGES = 12;

  @Test
  void measuresTheNetworkTheEngineAndTheLog() throws IOException, InterruptedException {
    Devices.setThreads(1);
    EngineBenchmarkSettings settings =
        new EngineBenchmarkSettings(FOLDER, "cpu", 1, 3, 2, IMAGES, Duration.ofMillis(20));
    EngineReport report;
    try (ServedModel model =
        ServedModel.load("tiny", ModelFolder.read(FOLDER), Devices.named("cpu"))) {
      report = new EngineBenchmark(settings, model, EngineBenchmarkIT::worker, new Silent()).run();
    }

    assertThat(report.ceiling())
        .extracting(EngineReport.CeilingLine::batch)
        .containsExactly(1, 2, 3);
    assertThat(report.passes())
        .extracting(EngineReport.PassLine::name)
        .containsExactly(
            "engine, equal steps",
            "continuous batching",
            "static batches, padded to the longest",
            "static batches, finished rows dropped",
            "one image at a time",
            "Kafka in to Kafka out");
    assertThat(report.passes())
        .allSatisfy(
            pass -> {
              assertThat(pass.images()).isEqualTo(IMAGES);
              assertThat(pass.imagesPerSecond().least()).isPositive();
              assertThat(pass.tick().forward().least()).isPositive();
            });
    assertThat(report.passes().get(2).occupancy().median()).isCloseTo(1, within(1e-9));
    assertThat(report.passes().get(4).occupancy().median()).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(report.roundTrip().millis().median())
        .isGreaterThan(report.roundTrip().drawingMillis().median());
    assertThat(report.goals())
        .hasSize(5)
        .allSatisfy(goal -> assertThat(goal.got().median()).isPositive());
    assertThat(report.goals().subList(0, 4))
        .allSatisfy(
            goal -> assertThat(goal.reached()).isEqualTo(goal.got().median() >= goal.wanted()));
    assertThat(report.goals().getLast())
        .satisfies(
            goal -> assertThat(goal.reached()).isEqualTo(goal.got().median() <= goal.wanted()));
  }

  private static WorkerConfig worker(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("engine.threads", "1");
    return switch (Configuration.load(Optional.empty(), Map.of(), all)) {
      case ConfigResult.Loaded loaded -> loaded.config();
      case ConfigResult.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }
}

package dev.tidewheel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the demo model: a small version of {@code bench adaptive}. */
class AdaptiveStepsIT {
  private static final Path FOLDER = Path.of("models/fashion-flow");

  @ParameterizedTest
  @ValueSource(doubles = {1, 2})
  void adaptiveStepsVaryByImageAndBeatEulerWithAsManyEvaluations(double guidance) {
    Devices.setThreads(1);
    AdaptiveBenchmarkSettings settings =
        new AdaptiveBenchmarkSettings(
            FOLDER, 16, "ab2", List.of(0.1, 0.05, 0.02), 3, 50, guidance, 100);
    AdaptiveReport report;
    try (ServedModel model =
        ServedModel.load("fashion-flow", ModelFolder.read(FOLDER), Devices.named("cpu"))) {
      report = new AdaptiveBenchmark(settings, model, new Silent()).run();
    }

    assertThat(report.referenceEvaluations()).isBetween(90, 100);
    assertThat(report.lines()).hasSize(3);
    assertThat(report.checks())
        .as(report.toString())
        .hasSize(4)
        .allMatch(AdaptiveReport.Check::holds);
  }
}

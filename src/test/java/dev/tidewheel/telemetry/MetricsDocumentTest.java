package dev.tidewheel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/metrics.md} to the list of metrics. */
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/metrics.md");

  @Test
  void theDocumentIsThatOfTheList() throws IOException {
    String expected = document();
    if (Boolean.getBoolean("tidewheel.docs.write")) {
      Files.createDirectories(DOCUMENT.toAbsolutePath().getParent());
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "")
        .as("write it anew: ./mvnw test -Dtest=MetricsDocumentTest -Dtidewheel.docs.write=true")
        .isEqualTo(expected);
  }

  private static String document() {
    return """
        # Metrics

        A worker serves these at `/metrics` in Prometheus' text format. A timer has `_count`, `_sum`, `_max`
        and `_bucket` series, a distribution `_count`, `_sum` and `_max`. The names are a contract: they do not
        change without a word in the release notes.

        This page is generated from `src/main/java/dev/tidewheel/telemetry/Metric.java`.

        | metric | kind | labels | meaning |
        |---|---|---|---|
        """
        + Arrays.stream(Metric.values())
            .map(MetricsDocumentTest::row)
            .collect(Collectors.joining());
  }

  private static String row(Metric metric) {
    String kind = metric.type().name().toLowerCase(Locale.ROOT).replaceFirst("_.*", "");
    String labels =
        metric.tags().stream().map(tag -> '`' + tag + '`').collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(servedName(metric), kind, labels, metric.description());
  }

  /** The name by which Prometheus gets it, read from the line that tells its meaning. */
  private static String servedName(Metric metric) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    TelemetryTest.reportEverything(new Telemetry(registry));
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("# HELP ") && line.endsWith(' ' + metric.description()))
        .map(line -> line.split(" ", 4)[2])
        .findFirst()
        .orElseThrow(() -> new AssertionError(metric.id() + " is not served"));
  }
}

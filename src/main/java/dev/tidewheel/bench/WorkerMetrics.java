package dev.tidewheel.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** Asks a worker for its ticks, the way Prometheus does. */
final class WorkerMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private WorkerMetrics() {}

  /** The worker's ticks so far. It must serve no other model. */
  static TickTotals ticks(int httpPort) throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:%d/metrics".formatted(httpPort));
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text =
          http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return ticks(text);
    }
  }

  /** The ticks in Prometheus' text; none where it does not speak of any. */
  static TickTotals ticks(String text) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : text.split("\n")) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        samples.put(name(line.substring(0, space)), Double.parseDouble(line.substring(space + 1)));
      }
    }
    return new TickTotals(
        samples.getOrDefault("tidewheel_tick_seconds_count forward", 0.0),
        samples.getOrDefault("tidewheel_batch_occupancy_sum", 0.0),
        nanos(samples, "forward"),
        nanos(samples, "solver"),
        nanos(samples, "wait"),
        nanos(samples, "reading") + nanos(samples, "decoding"));
  }

  /** Name of a series, followed by its label {@code part} where it has one. */
  private static String name(String series) {
    int brace = series.indexOf('{');
    if (brace < 0) {
      return series;
    }
    String name = series.substring(0, brace);
    int part = series.indexOf("part=\"", brace);
    return part < 0 ? name : name + ' ' + series.substring(part + 6, series.indexOf('"', part + 6));
  }

  private static double nanos(Map<String, Double> samples, String part) {
    return samples.getOrDefault("tidewheel_tick_seconds_sum " + part, 0.0) * NANOS_PER_SECOND;
  }
}

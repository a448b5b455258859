package dev.tidewheel.bench;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.client.Answers;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.serving.ServedModel;
import dev.tidewheel.worker.Worker;
import dev.tidewheel.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Draws workloads through Kafka: an embedded broker, a worker and a client, all in this process,
 * started for each pass and stopped after it, so that they do not disturb the other measurements.
 */
final class LogPasses {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Requests that are sent one by one before each pass. */
  static final int ROUND_TRIPS = 10;

  private final ServedModel model;
  private final Path folder;
  private final int batch;
  private final Function<Map<String, String>, WorkerConfig> settings;
  private final Watcher watcher;

  /**
   * Makes the passes.
   *
   * @param model what is asked for
   * @param folder the model's folder: the worker loads it for itself
   * @param batch images in a tick
   * @param settings turns overrides into a worker's settings
   * @param watcher hears of each picture
   */
  LogPasses(
      ServedModel model,
      Path folder,
      int batch,
      Function<Map<String, String>, WorkerConfig> settings,
      Watcher watcher) {
    this.model = model;
    this.folder = folder;
    this.batch = batch;
    this.settings = settings;
    this.watcher = watcher;
  }

  /**
   * A pass, and how long single requests took while nothing else was asked.
   *
   * @param pass all requests at once
   * @param roundTripMillis from sending a request to reading its picture, in milliseconds
   * @param drawingMillis the part of it between its first tick and its pixels
   */
  record LogPass(Pass pass, Spread roundTripMillis, Spread drawingMillis) {}

  /** Sends a workload at once and waits for the last picture; before it, one to warm up with. */
  LogPass draw(Workload warmUp, Workload workload) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("tidewheel-bench-");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(new BrokerSettings(0, scratch.resolve("log")))) {
      return draw(config(broker, scratch), warmUp, workload);
    } finally {
      deleteAll(scratch);
    }
  }

  private WorkerConfig config(EmbeddedBroker broker, Path scratch) {
    return settings.apply(
        Map.of(
            "kafka.bootstrap",
            broker.bootstrap(),
            "models." + model.name(),
            folder.toString(),
            "engine.batch",
            Integer.toString(batch),
            "http.host",
            "localhost",
            "http.port",
            "0",
            "worker.grace",
            "5s",
            "storage.directory",
            scratch.resolve("images").toString()));
  }

  private LogPass draw(WorkerConfig config, Workload warmUp, Workload workload)
      throws IOException, InterruptedException {
    try (Worker worker = Worker.start(config);
        TidewheelClient client =
            new TidewheelClient(WorkerSettings.client(config), WorkerSettings.topics(config));
        Answers answers = client.listen(PATIENCE)) {
      Crowd warm = new Crowd(client, answers, new Orders(model), "warm", watcher);
      warm.send(warmUp);
      Trips trips = trips(client, answers, workload.steps().getFirst());
      TickTotals before = WorkerMetrics.ticks(worker.httpPort());
      Crowd crowd = new Crowd(client, answers, new Orders(model), "bench", watcher);
      long nanos = crowd.send(workload);
      TickTotals ticks = WorkerMetrics.ticks(worker.httpPort()).minus(before);
      return new LogPass(
          new Pass(workload, nanos, ticks, crowd.images().stream().map(Crowd::drawing).toList()),
          Spread.of(trips.whole),
          Spread.of(trips.drawing));
    }
  }

  private record Trips(List<Double> whole, List<Double> drawing) {}

  private Trips trips(TidewheelClient client, Answers answers, int steps)
      throws InterruptedException {
    Trips trips = new Trips(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < ROUND_TRIPS; i++) {
      Crowd one = new Crowd(client, answers, new Orders(model), "trip-" + i, watcher);
      trips.whole.add(one.send(Workload.equal(1, steps)) / 1e6);
      ImageResult image = one.images().getFirst();
      trips.drawing.add(Crowd.drawing(image));
    }
    return trips;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

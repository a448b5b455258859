package dev.tidewheel.demo;

import dev.tidewheel.broker.BrokerSettings;
import dev.tidewheel.broker.EmbeddedBroker;
import dev.tidewheel.client.AnswerListener;
import dev.tidewheel.client.Answers;
import dev.tidewheel.client.TidewheelClient;
import dev.tidewheel.client.TopicArchive;
import dev.tidewheel.config.WorkerConfig;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs the demo: everything real, in one process. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final int requests;
  private final Function<Map<String, String>, WorkerConfig> settings;
  private final Watcher watcher;
  private final BooleanSupplier stopped;

  /**
   * Makes a demo.
   *
   * @param folder where everything goes that it leaves
   * @param requests how many to send
   * @param settings turns overrides into a worker's settings
   * @param watcher hears how it goes
   * @param stopped whether the user has had enough
   */
  public Demo(
      Path folder,
      int requests,
      Function<Map<String, String>, WorkerConfig> settings,
      Watcher watcher,
      BooleanSupplier stopped) {
    this.folder = folder;
    this.requests = requests;
    this.settings = settings;
    this.watcher = watcher;
    this.stopped = stopped;
  }

  /** Hears how a demo goes. */
  public interface Watcher {
    /** A part of it begins. */
    void stage(String what);

    /** A request has ended. */
    void ended();
  }

  /**
   * Runs it.
   *
   * @param model name and folder of the model
   * @param motifs what they show
   * @return what came out; fewer results than requests where the user stopped it
   */
  public DemoReport run(Map.Entry<String, Path> model, Motifs motifs)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path log = Files.createTempDirectory(folder, "kafka-");
    try {
      watcher.stage("starting Kafka");
      try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(0, log))) {
        return withBroker(broker, model, motifs);
      }
    } finally {
      deleteAll(log);
    }
  }

  private DemoReport withBroker(EmbeddedBroker broker, Map.Entry<String, Path> model, Motifs motifs)
      throws IOException, InterruptedException {
    WorkerConfig config =
        settings.apply(
            Map.of(
                "kafka.bootstrap",
                broker.bootstrap(),
                "models." + model.getKey(),
                model.getValue().toString(),
                "http.host",
                "localhost",
                "http.port",
                "0",
                "worker.grace",
                "5s",
                "storage.directory",
                folder.resolve("images").toString()));
    watcher.stage("starting a worker");
    try (Worker _ = Worker.start(config)) {
      watcher.stage("sending %d requests".formatted(requests));
      DemoReport report =
          new DemoReport(config.engine().batch(), motifs.names(), generate(config, model, motifs));
      watcher.stage("reading the records back");
      TopicArchive.save(WorkerSettings.client(config), WorkerSettings.topics(config), folder);
      return report;
    }
  }

  private List<DemoResult> generate(
      WorkerConfig config, Map.Entry<String, Path> model, Motifs motifs)
      throws InterruptedException {
    try (TidewheelClient client =
            new TidewheelClient(WorkerSettings.client(config), WorkerSettings.topics(config));
        Answers answers = client.listen(PATIENCE)) {
      long start = System.nanoTime();
      List<CompletableFuture<DemoResult>> open = new ArrayList<>();
      for (DemoRequest asked : DemoRequest.plan(model.getKey(), motifs, requests)) {
        open.add(
            answers
                .follow(asked.request().getId(), AnswerListener.NONE)
                .thenApply(outcome -> ended(asked, outcome, start)));
        CompletableFuture<Void> unused = client.send(asked.request(), List.of());
      }
      return await(open);
    }
  }

  private DemoResult ended(DemoRequest asked, dev.tidewheel.client.Outcome outcome, long start) {
    watcher.ended();
    return new DemoResult(asked, outcome, System.nanoTime() - start);
  }

  private List<DemoResult> await(List<CompletableFuture<DemoResult>> open)
      throws InterruptedException {
    CompletableFuture<Void> all = CompletableFuture.allOf(open.toArray(CompletableFuture[]::new));
    while (!all.isDone() && !stopped.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return open.stream()
        .filter(future -> future.isDone() && !future.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

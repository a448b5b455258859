package dev.tidewheel.worker;

import ai.djl.Device;
import dev.tidewheel.admission.Limits;
import dev.tidewheel.broker.Finding;
import dev.tidewheel.broker.Preflight;
import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.broker.Topics;
import dev.tidewheel.client.ClientProperties;
import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.config.WorkerId;
import dev.tidewheel.egress.KafkaPublisher;
import dev.tidewheel.egress.Publisher;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.gateway.Health;
import dev.tidewheel.gateway.HttpVerticle;
import dev.tidewheel.intake.Cancellations;
import dev.tidewheel.intake.Feeder;
import dev.tidewheel.intake.FeederSettings;
import dev.tidewheel.model.pipeline.Precision;
import dev.tidewheel.storage.FileStore;
import dev.tidewheel.telemetry.Telemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes requests from the log until it is stopped.
 *
 * <p>Starts from the inside out (models, engine, publisher, cancellations, feeders), so that
 * nothing is taken before it can be answered; stops the other way round.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(20);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(3);
  private static final Duration CANCELLATION_WINDOW = Duration.ofHours(1);
  private static final Duration STORE_PAUSE = Duration.ofMillis(500);

  /** Of the grace, what is kept for handing back and for the last answers. */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  /** Beyond the grace, what stopping may take where the broker is away. */
  private static final Duration OVERTIME = Duration.ofSeconds(5);

  /** Pictures that may wait in the worker, in batches. */
  private static final int BATCHES_AHEAD = 8;

  /** Bytes of answers that may wait for the broker before no more requests are taken. */
  private static final long BACKLOG_LIMIT = 128L << 20;

  /**
   * The time in which feeders leave that hold nothing. Until then they would take again what others
   * hand back, and each time costs one of a record's few deliveries.
   */
  private static final Duration LEAST_GRACE = Duration.ofSeconds(1);

  private static final DeploymentOptions VIRTUAL =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final WorkerConfig config;
  private final String id;
  private final Models models;
  private final Publisher publisher;
  private final Engine engine;
  private final Reception reception;
  private final HttpVerticle http;
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final WorkerObserver observer;
  private final ClientProperties client;
  private final Cancellations cancellations;
  private final List<String> feeders = new ArrayList<>();

  /** Those that run; asked by any thread. */
  private final List<Feeder> feeding = new CopyOnWriteArrayList<>();

  private volatile Lifecycle state = Lifecycle.STARTING;

  /**
   * Starts a worker.
   *
   * @param config its settings
   * @throws WorkerStartException with everything that stands in the way
   * @throws Devices.DeviceException where the device is not there
   */
  public static Worker start(WorkerConfig config) {
    Devices.setThreads(config.engine().threadsInEffect());
    Device device = Devices.named(config.engine().device());
    Models models =
        Models.load(
            config.models(),
            device,
            Precision.Choice.named(config.engine().precision()).orElseThrow());
    Worker worker;
    try {
      checkBroker(config);
      worker = new Worker(config, device, models);
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
    try {
      worker.deploy();
      return worker;
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  private Worker(WorkerConfig config, Device device, Models models) {
    this.config = config;
    this.id = config.worker().id().orElseGet(WorkerId::generate);
    this.models = models;
    this.client = WorkerSettings.client(config);
    Telemetry telemetry = new Telemetry(registry);
    this.observer = new WorkerObserver(telemetry, this::hasRoom);
    this.publisher =
        new ObservedPublisher(
            new KafkaPublisher(WorkerSettings.publisher(config, id + "-publisher")), observer);
    WorkerRecords records = new WorkerRecords(id, Devices.nameOf(device));
    this.engine =
        new Engine(
            new EngineSettings(
                config.engine().batch(),
                config.worker().deterministic(),
                config.engine().texts().bytes()),
            tick -> report(records, tick));
    telemetry.watchImagesInFlight(engine::inFlight);
    telemetry.watchEngineCapacity(() -> config.engine().batch());
    this.cancellations =
        new Cancellations(
            client,
            config.kafka().topics().cancellations(),
            id + "-cancellations",
            CANCELLATION_WINDOW,
            cancellation -> reception().cancel(cancellation));
    this.reception =
        new Reception(models.byName(), limits(), engine, cancellations::find, workshop(records));
    this.http =
        new HttpVerticle(
            config.http().host(),
            config.http().port(),
            this::liveness,
            this::readiness,
            registry::scrape);
  }

  /** No more requests are taken than can soon be begun, or than the log can be told of. */
  private boolean hasRoom() {
    return engine.inFlight() < config.engine().batch() * BATCHES_AHEAD
        && publisher.backlogBytes() < BACKLOG_LIMIT;
  }

  /** The cancellations' reader is made before the reception, and runs after. */
  private Reception reception() {
    return reception;
  }

  private Workshop workshop(WorkerRecords records) {
    FileStore store = new FileStore(config.storage().directory());
    Sources sources = Sources.forPictures(store, config.limits().pixels());
    ResultWriter results =
        new ResultWriter(
            records,
            publisher,
            store,
            config.storage().inlineLimit().bytes(),
            STORE_PAUSE,
            background);
    return new Workshop(records, publisher, sources, results, background, observer);
  }

  private Limits limits() {
    WorkerConfig.Limits limits = config.limits();
    return new Limits(limits.pixels(), limits.count(), limits.steps(), limits.promptLength());
  }

  private static void checkBroker(WorkerConfig config) {
    ClientProperties client = WorkerSettings.client(config);
    TopicPlan plan = WorkerSettings.plan(config);
    if (Preflight.whyUnreachable(client, FIRST_LOOK).isPresent()) {
      LOGGER.warn(
          "No broker answers at {} yet; waits {} s for one",
          client.bootstrap(),
          BROKER_PATIENCE.toSeconds());
    }
    Topics.Creation creation = Topics.create(client, plan, BROKER_PATIENCE);
    if (!creation.created().isEmpty()) {
      LOGGER.info("Made the topics {}", String.join(", ", creation.created()));
    }
    creation.changes().forEach(change -> LOGGER.warn("{}", change));
    boolean reached = !creation.created().isEmpty() || !creation.existed().isEmpty();
    List<Finding> findings =
        reached ? Preflight.check(client, plan, BROKER_PATIENCE) : creation.problems();
    if (findings.stream().anyMatch(Finding.Error.class::isInstance)) {
      throw new WorkerStartException(
          Stream.concat(findings.stream(), creation.problems().stream())
              .filter(Finding.Error.class::isInstance)
              .map(Worker::text)
              .distinct()
              .toList());
    }
    Stream.concat(findings.stream(), creation.problems().stream())
        .forEach(finding -> LOGGER.warn("{}", text(finding)));
  }

  private static String text(Finding finding) {
    return finding.what() + ": " + finding.cure();
  }

  private void report(WorkerRecords records, TickReport tick) {
    observer.ticked(tick);
    CompletableFuture<Void> unused = publisher.steps(records.steps(tick));
  }

  private void deploy() {
    await(vertx.deployVerticle(http));
    await(vertx.deployVerticle(new CancellationsVerticle(cancellations), VIRTUAL));
    for (int i = 0; i < config.intake().feeders(); i++) {
      String name = "%s-feeder-%d".formatted(id, i);
      FeederSettings settings =
          new FeederSettings(
              client,
              config.kafka().topics().requests(),
              config.kafka().group(),
              name,
              config.intake().records());
      Feeder feeder = new Feeder(settings, reception, observer);
      feeding.add(feeder);
      feeders.add(
          await(
              vertx.deployVerticle(
                  new FeederVerticle(name, feeder, longEnough(config.worker().grace())), VIRTUAL)));
    }
    state = Lifecycle.RUNNING;
    LOGGER.info(
        "Worker {} serves {} on {} with {} threads, batches of {}; health and metrics on port {}",
        id,
        String.join(", ", models.byName().keySet()),
        config.engine().device(),
        config.engine().threadsInEffect(),
        config.engine().batch(),
        http.port());
  }

  private Health liveness() {
    List<String> problems = new ArrayList<>();
    if (!engine.isRunning() && state != Lifecycle.STOPPED) {
      problems.add("the engine has ended; the log says why");
    }
    if (state == Lifecycle.RUNNING && feeding.stream().anyMatch(Feeder::hasEnded)) {
      problems.add("a feeder has ended; the log says why");
    }
    return Health.of(problems);
  }

  private Health readiness() {
    return state == Lifecycle.RUNNING ? liveness() : Health.of(List.of("the worker is " + state));
  }

  /** Its id, as in results, events and metrics. */
  public String id() {
    return id;
  }

  /** The port of health and metrics. */
  public int httpPort() {
    return http.port();
  }

  /** What it is doing. */
  public Lifecycle state() {
    return state;
  }

  /** Takes no more requests, finishes what it can within the grace period, hands back the rest. */
  @Override
  public synchronized void close() {
    if (state == Lifecycle.STOPPED) {
      return;
    }
    state = Lifecycle.DRAINING;
    LOGGER.info("Worker {} stops: {} requests are open", id, reception.jobs());
    long end = System.nanoTime() + longEnough(config.worker().grace()).plus(OVERTIME).toNanos();
    List<Future<Void>> drained = feeders.stream().map(vertx::undeploy).toList();
    awaitJobs(longEnough(config.worker().grace().minus(FAREWELL)));
    engine.close();
    awaitJobs(FAREWELL);
    drained.forEach(feeder -> awaitQuietly(feeder, until(end)));
    publisher.close(until(end));
    endBackground(until(end));
    awaitQuietly(vertx.close(), LEAST_GRACE);
    models.close();
    state = Lifecycle.STOPPED;
    LOGGER.info("Worker {} has stopped", id);
  }

  private static Duration longEnough(Duration grace) {
    return grace.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : grace;
  }

  private void awaitJobs(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (reception.jobs() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Vert.x throws the cause as it is, also a checked one. */
  private static <T> T await(Future<T> future) {
    try {
      return future.await(BROKER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new WorkerStartException(List.of("a part of the worker did not start in time: " + e));
    } catch (Exception e) {
      throw new WorkerStartException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** What is left to do by now waits for a store that does not take a picture. */
  private void endBackground(Duration patience) {
    background.shutdown();
    try {
      if (!background.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        background.shutdownNow();
      }
    } catch (InterruptedException e) {
      background.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitQuietly(Future<?> future, Duration patience) {
    try {
      future.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      LOGGER.warn("A part of worker {} did not stop cleanly", id, e);
    }
  }
}

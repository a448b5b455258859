package dev.tidewheel.bench;

import dev.tidewheel.config.WorkerConfig;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures the engine and the log against the network's own speed.
 *
 * <p>A run measures everything once: the network alone, the engine with equal and with mixed
 * numbers of steps in each kind of batching, and the way through Kafka. A machine's speed drifts,
 * so the network is measured again before and after each of these, and a share is that of the mean
 * of the two.
 */
public final class EngineBenchmark {
  /** Steps of each image where all take the same number. */
  private static final int EQUAL_STEPS = 10;

  private static final int FEWEST_STEPS = 4;
  private static final int MOST_STEPS = 50;
  private static final long SEED = 42;

  /** Images before the first run: the JVM compiles what it has seen often. */
  private static final int WARM_UP_IMAGES = 300;

  /** Images before each pass through a log that has just started. */
  private static final int FIRST_IMAGES = 32;

  private final EngineBenchmarkSettings settings;
  private final Ceiling ceiling;
  private final EnginePasses engine;
  private final LogPasses log;
  private final Watcher watcher;
  private final Workload equal;
  private final Workload mixed;

  /**
   * Makes a benchmark.
   *
   * @param settings what is measured
   * @param model the model, loaded from the settings' folder
   * @param worker turns overrides into the settings of a worker on the same device and threads
   * @param watcher hears how it goes
   */
  public EngineBenchmark(
      EngineBenchmarkSettings settings,
      ServedModel model,
      Function<Map<String, String>, WorkerConfig> worker,
      Watcher watcher) {
    this.settings = settings;
    this.watcher = watcher;
    this.ceiling = new Ceiling(model, settings.ceilingTime());
    this.engine = new EnginePasses(model, settings.batch(), watcher);
    this.log = new LogPasses(model, settings.folder(), settings.batch(), worker, watcher);
    this.equal = Workload.equal(settings.images(), EQUAL_STEPS);
    this.mixed = Workload.uniform(settings.images(), FEWEST_STEPS, MOST_STEPS, SEED);
  }

  /**
   * One run.
   *
   * @param ceiling evaluations a second of the network alone, by batch size
   * @param equal the engine with equal steps
   * @param mixed mixed steps, by kind of batching
   * @param throughKafka equal steps through Kafka
   * @param log the same pass with its round trips
   * @param coresOfOthers cores that were busy with something else; NaN where the system does not
   *     tell
   */
  record Round(
      Map<Integer, Double> ceiling,
      Beside equal,
      Map<Batching, Beside> mixed,
      Beside throughKafka,
      LogPasses.LogPass log,
      double coresOfOthers) {

    double ceiling(int batch) {
      return Objects.requireNonNull(ceiling.get(batch));
    }

    Beside mixed(Batching batching) {
      return Objects.requireNonNull(mixed.get(batching));
    }
  }

  /**
   * Runs it.
   *
   * @throws BenchmarkException where an image is not drawn
   */
  public EngineReport run() throws IOException, InterruptedException {
    warmUp();
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= settings.runs(); i++) {
      rounds.add(round("run %d of %d, ".formatted(i, settings.runs())));
    }
    return EngineReport.of(settings, Machine.here(), rounds);
  }

  private void warmUp() throws IOException, InterruptedException {
    int images = Math.min(WARM_UP_IMAGES, settings.images());
    watcher.stage("warm-up, engine", images);
    Pass _ =
        engine.draw(Workload.uniform(images, FEWEST_STEPS, MOST_STEPS, SEED), Batching.CONTINUOUS);
    Workload few = Workload.uniform(images, 1, FEWEST_STEPS, SEED);
    watcher.stage("warm-up, Kafka in to Kafka out", images + LogPasses.ROUND_TRIPS + images);
    LogPasses.LogPass _ = log.draw(few, few);
  }

  private Round round(String run) throws IOException, InterruptedException {
    Optional<CpuClock> before = CpuClock.now();
    Map<Integer, Double> alone = ceiling(run);
    Yardstick yardstick = new Yardstick(ceiling, settings.batch(), alone, watcher);
    watcher.stage(run + "engine, equal steps", equal.images());
    Beside full = yardstick.beside(engine.draw(equal, Batching.CONTINUOUS));
    Map<Batching, Beside> ways = new EnumMap<>(Batching.class);
    for (Batching batching : Batching.values()) {
      watcher.stage(run + batching.title(), mixed.images());
      ways.put(batching, yardstick.beside(engine.draw(mixed, batching)));
    }
    Workload first = Workload.equal(Math.min(FIRST_IMAGES, equal.images()), EQUAL_STEPS);
    watcher.stage(
        run + "Kafka in to Kafka out", first.images() + LogPasses.ROUND_TRIPS + equal.images());
    LogPasses.LogPass logged = log.draw(first, equal);
    Beside throughKafka = yardstick.beside(logged.pass());
    return new Round(alone, full, ways, throughKafka, logged, CpuClock.coresOfOthersSince(before));
  }

  private Map<Integer, Double> ceiling(String run) throws InterruptedException {
    watcher.stage(run + "the network alone", settings.batch());
    List<Integer> all = IntStream.rangeClosed(1, settings.batch()).boxed().toList();
    return ceiling.evaluationsPerSecond(all, watcher);
  }
}

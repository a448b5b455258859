package dev.tidewheel.bench;

import dev.tidewheel.bench.EngineBenchmark.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the engine's benchmark found.
 *
 * @param settings what was measured
 * @param machine where
 * @param coresOfOthers cores that were busy with something else; NaN where the system does not tell
 * @param ceiling the network alone, a line for each batch size
 * @param bestBatch the batch size at which the network alone is fastest
 * @param passes the engine and the log
 * @param roundTrip a single request through an idle Kafka and worker
 * @param goals what was to be reached
 */
public record EngineReport(
    EngineBenchmarkSettings settings,
    Machine machine,
    Spread coresOfOthers,
    List<CeilingLine> ceiling,
    int bestBatch,
    List<PassLine> passes,
    RoundTrip roundTrip,
    List<Goal> goals) {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MILLIS_PER_SECOND = 1e3;

  /**
   * The network alone with one batch size.
   *
   * @param batch images in a call
   * @param millisPerCall time of a call
   * @param evaluationsPerSecond images evaluated in a second
   */
  public record CeilingLine(int batch, Spread millisPerCall, Spread evaluationsPerSecond) {}

  /**
   * One way to draw the images.
   *
   * @param name what it is
   * @param images images drawn
   * @param evaluations evaluations that they asked for
   * @param imagesPerSecond throughput
   * @param evaluationsPerSecond the same in evaluations that were asked for
   * @param ceilingShare the same as a share of what the network alone did before and after it
   * @param occupancy share of the batch that was filled
   * @param latencyP50Millis median time from an image's first tick to its pixels
   * @param latencyP95Millis 95th percentile of the same
   * @param tick where the time of a tick goes
   * @param solverShare time of the solver as a share of the network's
   */
  public record PassLine(
      String name,
      int images,
      long evaluations,
      Spread imagesPerSecond,
      Spread evaluationsPerSecond,
      Spread ceilingShare,
      Spread occupancy,
      Spread latencyP50Millis,
      Spread latencyP95Millis,
      TickLine tick,
      Spread solverShare) {}

  /**
   * Microseconds of a mean tick.
   *
   * @param forward in the network
   * @param solver in the rest of the tick: coefficients, gathering, kernel, upload and download
   * @param between from one tick to the next: reports, listeners, pixels of finished images, the
   *     inbox
   * @param rest what neither accounts for: the noise of newcomers, and what is before the first
   *     tick and after the last
   * @param overhead these three together: all but the network
   * @param aside reading prompts and decoding latents, which are ticks of their own
   */
  public record TickLine(
      Spread forward, Spread solver, Spread between, Spread rest, Spread overhead, Spread aside) {}

  /**
   * A request while nothing else is asked.
   *
   * @param millis from sending it to reading its picture
   * @param drawingMillis the part of it between its first tick and its pixels
   */
  public record RoundTrip(Spread millis, Spread drawingMillis) {}

  /**
   * Something that was to be reached.
   *
   * @param what the figure
   * @param wanted the least or the most that it should be
   * @param got what it was
   * @param reached whether its median is what was wanted
   */
  public record Goal(String what, double wanted, Spread got, boolean reached) {
    static Goal atLeast(String what, double wanted, Spread got) {
      return new Goal(what, wanted, got, got.median() >= wanted);
    }

    static Goal atMost(String what, double wanted, Spread got) {
      return new Goal(what, wanted, got, got.median() <= wanted);
    }
  }

  static EngineReport of(EngineBenchmarkSettings settings, Machine machine, List<Round> rounds) {
    return new Writer(rounds).write(settings, machine);
  }

  /** Turns rounds into lines. */
  private static final class Writer {
    private final List<Round> rounds;
    private final List<CeilingLine> ceiling;
    private final int best;

    Writer(List<Round> rounds) {
      this.rounds = rounds;
      this.ceiling = rounds.getFirst().ceiling().keySet().stream().map(this::ceilingLine).toList();
      this.best =
          ceiling.stream()
              .max(Comparator.comparing(line -> line.evaluationsPerSecond().median()))
              .orElseThrow()
              .batch();
    }

    EngineReport write(EngineBenchmarkSettings settings, Machine machine) {
      List<PassLine> passes = new ArrayList<>();
      passes.add(line("engine, equal steps", Round::equal));
      for (Batching batching : Batching.values()) {
        passes.add(line(batching.title(), round -> round.mixed(batching)));
      }
      passes.add(line("Kafka in to Kafka out", Round::throughKafka));
      RoundTrip roundTrip =
          new RoundTrip(
              over(round -> round.log().roundTripMillis().median()),
              over(round -> round.log().drawingMillis().median()));
      return new EngineReport(
          settings, machine, over(Round::coresOfOthers), ceiling, best, passes, roundTrip, goals());
    }

    private Spread over(ToDoubleFunction<Round> figure) {
      return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private CeilingLine ceilingLine(int batch) {
      return new CeilingLine(
          batch,
          over(round -> batch * MILLIS_PER_SECOND / round.ceiling(batch)),
          over(round -> round.ceiling(batch)));
    }

    private PassLine line(String name, Function<Round, Beside> beside) {
      Function<Round, Pass> pass = beside.andThen(Beside::pass);
      Workload workload = pass.apply(rounds.getFirst()).workload();
      return new PassLine(
          name,
          workload.images(),
          workload.evaluations(),
          over(round -> pass.apply(round).imagesPerSecond()),
          over(round -> pass.apply(round).evaluationsPerSecond()),
          over(round -> beside.apply(round).share()),
          over(round -> pass.apply(round).ticks().occupancy()),
          over(round -> pass.apply(round).latency(0.5)),
          over(round -> pass.apply(round).latency(0.95)),
          new TickLine(
              perTick(pass, each -> each.ticks().forwardNanos()),
              perTick(pass, each -> each.ticks().solverNanos()),
              perTick(pass, each -> each.ticks().waitNanos()),
              perTick(pass, Pass::restNanos),
              perTick(pass, Pass::overheadNanos),
              perTick(pass, each -> each.ticks().asideNanos())),
          over(round -> solverShare(pass.apply(round))));
    }

    private static double solverShare(Pass pass) {
      return pass.ticks().solverNanos() / pass.ticks().forwardNanos();
    }

    private Spread perTick(Function<Round, Pass> pass, ToDoubleFunction<Pass> nanos) {
      return over(
          round -> {
            Pass each = pass.apply(round);
            return nanos.applyAsDouble(each) / each.ticks().ticks() / NANOS_PER_MICRO;
          });
    }

    private List<Goal> goals() {
      return List.of(
          Goal.atLeast(
              "engine with equal steps, share of the network alone, but for reading and decoding",
              0.95,
              over(round -> round.equal().samplingShare())),
          Goal.atLeast(
              "continuous batching, times static batches padded to the longest",
              1.5,
              over(round -> gain(round, Batching.PADDED))),
          Goal.atLeast(
              "continuous batching, times static batches that drop finished rows",
              1.0,
              over(round -> gain(round, Batching.DROPPING))),
          Goal.atLeast(
              "Kafka in to Kafka out, share of the network alone",
              0.8,
              over(round -> round.throughKafka().share())),
          Goal.atMost(
              "solver's time with equal steps, as a share of the network's",
              0.03,
              over(round -> solverShare(round.equal().pass()))));
    }

    private static double gain(Round round, Batching other) {
      return round.mixed(Batching.CONTINUOUS).share() / round.mixed(other).share();
    }
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Draws workloads with an engine. */
final class EnginePasses {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Orders orders;
  private final int batch;
  private final Watcher watcher;

  EnginePasses(ServedModel model, int batch, Watcher watcher) {
    this.orders = new Orders(model);
    this.batch = batch;
    this.watcher = watcher;
  }

  /** Draws a workload once with an engine of its own, batched in a given way. */
  Pass draw(Workload workload, Batching batching) throws InterruptedException {
    Relay relay = new Relay(workload, batching.waves(workload, batch).iterator());
    try (Engine engine = new Engine(new EngineSettings(batch, false), relay::ticked)) {
      relay.start(engine);
      return relay.pass.get();
    } catch (ExecutionException e) {
      throw new BenchmarkException("a pass through the engine failed: " + e.getCause(), e);
    }
  }

  /**
   * Hands wave after wave to the engine, on the engine's own thread: so a wave is in the inbox as a
   * whole before the next tick, and nothing waits for another thread.
   */
  private final class Relay {
    private final CompletableFuture<Pass> pass = new CompletableFuture<>();
    private final Workload workload;
    private final Iterator<List<Integer>> waves;
    private final List<Double> latencies = new ArrayList<>();
    private TickTotals ticks = TickTotals.NONE;
    private int handedOver;
    private int open;
    private long startedAt;

    Relay(Workload workload, Iterator<List<Integer>> waves) {
      this.workload = workload;
      this.waves = waves;
    }

    void ticked(TickReport tick) {
      ticks = ticks.plus(tick);
    }

    /** Begins with an image that does not count: it makes the engine allocate its slots. */
    void start(Engine engine) {
      engine.draw(orders.drawing(0, 1, new WhenDrawn(pass, _ -> begin(engine))));
    }

    private void begin(Engine engine) {
      ticks = TickTotals.NONE;
      startedAt = System.nanoTime();
      handOver(engine);
    }

    private void handOver(Engine engine) {
      List<Integer> wave = waves.next();
      open = wave.size();
      for (int steps : wave) {
        engine.draw(
            orders.drawing(handedOver++, steps, new WhenDrawn(pass, drawn -> take(engine, drawn))));
      }
    }

    private void take(Engine engine, Ending.Drawn drawn) {
      latencies.add((drawn.times().decoded() - drawn.times().firstTick()) / NANOS_PER_MILLI);
      watcher.advanced();
      open--;
      if (open > 0) {
        return;
      }
      if (waves.hasNext()) {
        handOver(engine);
      } else {
        pass.complete(new Pass(workload, System.nanoTime() - startedAt, ticks, latencies));
      }
    }
  }
}

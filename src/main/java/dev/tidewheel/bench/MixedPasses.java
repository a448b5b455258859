package dev.tidewheel.bench;

import dev.tidewheel.engine.Engine;
import dev.tidewheel.engine.EngineSettings;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.serving.ServedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Draws mixed loads with an engine. */
final class MixedPasses {
  private final List<MixedKind> kinds;
  private final int batch;
  private final Watcher watcher;

  /**
   * Makes passes.
   *
   * @param kinds the kinds of images, by number
   * @param batch most images in a tick
   */
  MixedPasses(List<MixedKind> kinds, int batch, Watcher watcher) {
    this.kinds = kinds;
    this.batch = batch;
    this.watcher = watcher;
  }

  /** Draws a load once with an engine of its own; all images are there from the start. */
  MixedPass draw(MixedLoad load, MixedWay way) throws InterruptedException {
    Relay relay = new Relay(load, way);
    try (Engine engine = new Engine(new EngineSettings(batch, false), relay::ticked)) {
      relay.start(engine);
      return relay.pass.get();
    } catch (ExecutionException e) {
      throw new BenchmarkException("a pass through the engine failed: " + e.getCause(), e);
    }
  }

  /**
   * Hands the load to the engine on the engine's own thread: so all of it is in the inbox before
   * the next tick.
   */
  private final class Relay {
    private final CompletableFuture<MixedPass> pass = new CompletableFuture<>();
    private final MixedLoad load;
    private final MixedWay way;
    private TickTotals ticks = TickTotals.NONE;
    private long evaluations;
    private long rows;
    private int open;
    private long startedAt;

    Relay(MixedLoad load, MixedWay way) {
      this.load = load;
      this.way = way;
    }

    void ticked(TickReport tick) {
      ticks = ticks.plus(tick);
      evaluations += tick.images().size();
      rows += tick.rows();
    }

    /** Begins with images that do not count: they make the engine allocate each model's slots. */
    void start(Engine engine) {
      Map<ServedModel, MixedKind> first = new LinkedHashMap<>();
      kinds.forEach(kind -> first.putIfAbsent(kind.model(), kind));
      open = first.size();
      first
          .values()
          .forEach(
              kind -> engine.draw(kind.drawing(0, way, new WhenDrawn(pass, _ -> warmed(engine)))));
    }

    private void warmed(Engine engine) {
      open--;
      if (open == 0) {
        ticks = TickTotals.NONE;
        evaluations = 0;
        rows = 0;
        handOver(engine);
      }
    }

    private void handOver(Engine engine) {
      startedAt = System.nanoTime();
      open = load.images();
      for (MixedLoad.Picture picture : load.pictures()) {
        MixedKind kind = kinds.get(picture.kind());
        engine.draw(kind.drawing(picture.number(), way, new WhenDrawn(pass, _ -> take())));
      }
    }

    private void take() {
      watcher.advanced();
      open--;
      if (open == 0) {
        long nanos = System.nanoTime() - startedAt;
        pass.complete(new MixedPass(load.images(), nanos, evaluations, rows, ticks));
      }
    }
  }
}

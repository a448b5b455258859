package dev.tidewheel.bench;

import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.Prompt;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.serving.ServedModel;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The network by itself: the same full batch again and again, with nothing in between. */
final class Ceiling {
  private static final int FEWEST_CALLS = 3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ServedModel model;
  private final Duration each;

  /**
   * A measurement.
   *
   * @param each how long one batch size is measured at least
   */
  Ceiling(ServedModel model, Duration each) {
    this.model = model;
    this.each = each;
  }

  /**
   * Evaluations of an image in a second, by batch size. On a thread that ends with it, like the
   * engine's: libtorch keeps a pool for each caller.
   */
  Map<Integer, Double> evaluationsPerSecond(Collection<Integer> batches, Watcher watcher)
      throws InterruptedException {
    Map<Integer, Double> byBatch = new LinkedHashMap<>();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      for (int batch : batches) {
        byBatch.put(batch, thread.submit(() -> evaluationsPerSecond(batch)).get());
        watcher.advanced();
      }
      return byBatch;
    } catch (ExecutionException e) {
      throw new BenchmarkException("the network alone failed: " + e.getCause(), e);
    }
  }

  private double evaluationsPerSecond(int batch) {
    try (ReadyBatch ready = ready(batch)) {
      float[] unused = ready.evaluate();
      long start = System.nanoTime();
      long elapsed = 0;
      int calls = 0;
      while (calls < FEWEST_CALLS || elapsed < each.toNanos()) {
        unused = ready.evaluate();
        calls++;
        elapsed = System.nanoTime() - start;
      }
      return calls * batch * NANOS_PER_SECOND / elapsed;
    }
  }

  private ReadyBatch ready(int batch) {
    Orders orders = new Orders(model);
    List<Drawing> drawings =
        IntStream.range(0, batch).mapToObj(i -> orders.drawing(i, 1, new Nobody())).toList();
    ImageShape shape = drawings.getFirst().shape();
    float[] latents = new float[batch * shape.elements()];
    Parametrisation trained = model.offer().recipe().parametrisation();
    double[] told = new double[batch];
    double[] labels = new double[batch];
    for (int i = 0; i < batch; i++) {
      float[] noise = new NoiseStream(i).next(shape.elements());
      System.arraycopy(noise, 0, latents, i * noise.length, noise.length);
      told[i] = trained.networkTime(Level.ofShare((i + 1.0) / batch));
      labels[i] = drawings.get(i).labels().conditional();
    }
    List<Prompt> prompts =
        drawings.stream()
            .flatMap(drawing -> drawing.prompts().stream())
            .map(Drawing.Prompts::positive)
            .toList();
    return new ReadyBatch(model, shape, latents, told, labels, prompts);
  }

  /** Hears nothing: these images are not drawn. */
  private static final class Nobody implements Drawing.Listener {
    @Override
    public void started() {}

    @Override
    public void ended(Ending ending) {}
  }
}

package dev.tidewheel.bench;

import dev.tidewheel.engine.Crew;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.OperatorThreads;
import dev.tidewheel.engine.Prompt;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.serving.ServedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The network by itself: the same full batch again and again, shared among threads as the engine
 * shares it, with nothing in between.
 */
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
    List<Integer> images = IntStream.range(0, batch).boxed().toList();
    List<ReadyBatch> shares = new ArrayList<>();
    try (Crew crew = Crew.ofProcess()) {
      crew.deal(images, model.device()).forEach(share -> shares.add(ready(share, batch)));
      List<Supplier<float[]>> work =
          shares.stream().<Supplier<float[]>>map(share -> share::evaluate).toList();
      int threads = threadsForAnOperator(crew, work, batch);
      long start = System.nanoTime();
      long elapsed = 0;
      int calls = 0;
      while (calls < FEWEST_CALLS || elapsed < each.toNanos()) {
        List<float[]> _ = crew.together(work, threads);
        calls++;
        elapsed = System.nanoTime() - start;
      }
      return calls * batch * NANOS_PER_SECOND / elapsed;
    } finally {
      shares.forEach(ReadyBatch::close);
    }
  }

  /** As many as the engine would find best. */
  private static int threadsForAnOperator(Crew crew, List<Supplier<float[]>> work, int batch) {
    OperatorThreads operators = OperatorThreads.measured(crew);
    var load = new OperatorThreads.Load(work.size(), batch);
    do {
      int threads = operators.each(load);
      long start = System.nanoTime();
      List<float[]> _ = crew.together(work, threads);
      operators.took(load, threads, System.nanoTime() - start);
    } while (!operators.isSettled(load));
    return operators.each(load);
  }

  /** Some images of a batch of so many. */
  private ReadyBatch ready(List<Integer> images, int batch) {
    Orders orders = new Orders(model);
    List<Drawing> drawings = images.stream().map(i -> orders.drawing(i, 1, new Nobody())).toList();
    ImageShape shape = drawings.getFirst().shape();
    float[] latents = new float[images.size() * shape.elements()];
    Parametrisation trained = model.offer().recipe().parametrisation();
    double[] told = new double[images.size()];
    double[] labels = new double[images.size()];
    for (int i = 0; i < told.length; i++) {
      float[] noise = new NoiseStream(images.get(i)).next(shape.elements());
      System.arraycopy(noise, 0, latents, i * noise.length, noise.length);
      told[i] = trained.networkTime(Level.ofShare((images.get(i) + 1.0) / batch));
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

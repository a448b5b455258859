package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import dev.tidewheel.sampling.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates images in batches that the device has room for, and moves each one on. */
final class Sampler {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sampler.class);

  /** Guided images first, as the kernel wants them. */
  private static final Comparator<Active> GUIDED_FIRST =
      Comparator.comparing(image -> image.guided() ? 0 : 1);

  private final Network network;
  private final Crew crew;
  private final OperatorThreads operators;
  private final BiConsumer<Active, Ending> failures;
  private int largest;

  /**
   * A sampler that has met no limit of the device yet.
   *
   * @param network what evaluates the images
   * @param largest most images at once
   * @param crew who shares them
   * @param operators how many of it share an operator
   * @param failures hears of images that cannot go on
   */
  Sampler(
      Network network,
      int largest,
      Crew crew,
      OperatorThreads operators,
      BiConsumer<Active, Ending> failures) {
    this.network = network;
    this.largest = largest;
    this.crew = crew;
    this.operators = operators;
    this.failures = failures;
  }

  /** Most images at once, as far as is known. */
  int largest() {
    return largest;
  }

  /** One evaluation for each image. */
  void sample(Slab memory, List<Active> all, Tick tick) {
    List<Active> images = new ArrayList<>(all);
    images.sort(GUIDED_FIRST);
    tick.samples(images.size());
    int size = largest; // shrinks where the device runs out of memory on the way
    for (int from = 0; from < images.size(); from += size) {
      evaluate(memory, images.subList(from, Math.min(from + size, images.size())), tick);
    }
  }

  /** What became of the images that one thread evaluated. */
  private sealed interface Share {
    record Evaluated(List<Active> images, Slab.Figures figures) implements Share {
      int rows() {
        return rowsOf(images);
      }
    }

    record Failed(List<Active> images, EngineException cause) implements Share {}
  }

  private void evaluate(Slab memory, List<Active> batch, Tick tick) {
    long start = System.nanoTime();
    batch.forEach(image -> image.begin(start));
    List<Supplier<Share>> work =
        crew.deal(batch, network.device()).stream()
            .<Supplier<Share>>map(images -> () -> evaluate(memory, images))
            .toList();
    var load = new OperatorThreads.Load(work.size(), rowsOf(batch));
    int each = operators.each(load);
    List<Share> shares = crew.together(work, each);
    long total = System.nanoTime() - start;
    operators.took(load, each, total);
    count(shares, total, tick);
    for (Share share : shares) {
      switch (share) {
        case Share.Evaluated evaluated -> advance(evaluated, total, tick);
        case Share.Failed(List<Active> images, EngineException cause) ->
            split(memory, images, tick, cause);
      }
    }
  }

  private static int rowsOf(List<Active> images) {
    return images.size() + (int) images.stream().filter(Active::guided).count();
  }

  private static Share evaluate(Slab memory, List<Active> images) {
    try {
      return new Share.Evaluated(images, memory.evaluate(images));
    } catch (EngineException e) {
      return new Share.Failed(images, e);
    }
  }

  private static void count(List<Share> shares, long total, Tick tick) {
    int rows = 0;
    long forward = 0;
    boolean exact = true;
    for (Share share : shares) {
      if (share instanceof Share.Evaluated evaluated) {
        rows += evaluated.rows();
        forward = Math.max(forward, evaluated.figures.forwardNanos());
        exact &= evaluated.figures.exact();
      }
    }
    if (rows > 0) {
      tick.evaluated(rows, forward, total, exact);
    }
  }

  private void advance(Share.Evaluated share, long nanos, Tick tick) {
    for (int i = 0; i < share.images.size(); i++) {
      advance(share.images.get(i), share.figures, i, nanos, tick);
    }
  }

  private void advance(Active image, Slab.Figures figures, int index, long nanos, Tick tick) {
    if (!figures.finite()[index]) {
      String message =
          "the network's output is not finite after %d evaluations: try other weights, a smaller"
              + " guidance or more steps";
      failures.accept(image, new Ending.Failed(message.formatted(image.trace().size() + 1)));
      return;
    }
    Evaluation evaluation = (Evaluation) image.stage();
    tick.advanced(image, image.advance(evaluation, figures.rms()[index], nanos, tick.batch()));
  }

  /** The registers are as they were before a failed evaluation, so each half can be tried again. */
  private void split(Slab memory, List<Active> batch, Tick tick, EngineException cause) {
    if (batch.size() == 1) {
      LOGGER.error("An image of model {} cannot be evaluated", network.name(), cause);
      failures.accept(
          batch.getFirst(), new Ending.Failed("the network failed: " + cause.getMessage()));
      return;
    }
    int half = batch.size() / 2;
    if (OutOfMemory.isCauseOf(cause)) {
      largest = half;
      LOGGER.warn(
          "Out of device memory at {} images of model {}: going on with {} at once",
          batch.size(),
          network.name(),
          half);
    }
    evaluate(memory, batch.subList(0, half), tick);
    evaluate(memory, batch.subList(half, batch.size()), tick);
  }
}

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
    evaluate(memory, images, images.size(), tick);
  }

  /** Evaluates images, guided ones first, so many at once or as many as the device has room for. */
  private void evaluate(Slab memory, List<Active> images, int most, Tick tick) {
    int from = 0;
    while (from < images.size()) {
      // The device may show on the way that it has less room.
      int to = Math.min(from + Math.min(most, largest), images.size());
      evaluateAtOnce(memory, images.subList(from, to), tick);
      from = to;
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

  private void evaluateAtOnce(Slab memory, List<Active> batch, Tick tick) {
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
    count(shares, total, tick);
    List<Share.Failed> failed = new ArrayList<>();
    for (Share share : shares) {
      switch (share) {
        case Share.Evaluated evaluated -> advance(evaluated, total, tick);
        case Share.Failed failure -> failed.add(failure);
      }
    }
    if (failed.isEmpty()) {
      operators.took(load, each, total); // a failure may be faster than any evaluation
    } else {
      tryAgain(memory, batch.size(), failed, tick);
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

  /**
   * The registers are as they were before a failed evaluation, so each half can be tried again, and
   * so can a lone image that failed in company.
   *
   * @param atOnce how many images were evaluated at once, those that did not fail among them
   */
  private void tryAgain(Slab memory, int atOnce, List<Share.Failed> failed, Tick tick) {
    if (atOnce == 1) {
      fail(failed.getFirst());
      return;
    }
    if (failed.stream().map(Share.Failed::cause).anyMatch(OutOfMemory::isCauseOf)) {
      largest = Math.min(largest, atOnce / 2);
      LOGGER.warn(
          "Out of device memory at {} images of model {}: going on with {} at once",
          atOnce,
          network.name(),
          largest);
    }
    List<Active> images =
        failed.stream().flatMap(share -> share.images.stream()).sorted(GUIDED_FIRST).toList();
    evaluate(memory, images, Math.ceilDiv(images.size(), 2), tick);
  }

  private void fail(Share.Failed alone) {
    LOGGER.error("An image of model {} cannot be evaluated", network.name(), alone.cause);
    failures.accept(
        alone.images.getFirst(),
        new Ending.Failed("the network failed: " + alone.cause.getMessage()));
  }
}

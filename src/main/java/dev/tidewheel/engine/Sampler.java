package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import dev.tidewheel.sampling.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates images in batches that the device has room for, and moves each one on. */
final class Sampler {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sampler.class);

  /** Guided images first, as the kernel wants them. */
  private static final Comparator<Active> GUIDED_FIRST =
      Comparator.comparing(image -> image.guided() ? 0 : 1);

  private final String model;
  private final BiConsumer<Active, Ending> failures;
  private int largest;

  /**
   * A sampler that has met no limit of the device yet.
   *
   * @param model for messages
   * @param largest most images at once
   * @param failures hears of images that cannot go on
   */
  Sampler(String model, int largest, BiConsumer<Active, Ending> failures) {
    this.model = model;
    this.largest = largest;
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

  private void evaluate(Slab memory, List<Active> batch, Tick tick) {
    long start = System.nanoTime();
    batch.forEach(image -> image.begin(start));
    Slab.Figures figures;
    try {
      figures = memory.evaluate(batch);
    } catch (EngineException e) {
      split(memory, batch, tick, e);
      return;
    }
    int guided = (int) batch.stream().filter(Active::guided).count();
    tick.evaluated(batch.size() + guided, figures);
    for (int i = 0; i < batch.size(); i++) {
      advance(batch.get(i), figures, i, tick);
    }
  }

  private void advance(Active image, Slab.Figures figures, int index, Tick tick) {
    if (!figures.finite()[index]) {
      String message =
          "the network's output is not finite after %d evaluations: try other weights, a smaller"
              + " guidance or more steps";
      failures.accept(image, new Ending.Failed(message.formatted(image.trace().size() + 1)));
      return;
    }
    Evaluation evaluation = (Evaluation) image.stage();
    tick.advanced(
        image, image.advance(evaluation, figures.rms()[index], figures.totalNanos(), tick.batch()));
  }

  /** The registers are as they were before a failed evaluation, so each half can be tried again. */
  private void split(Slab memory, List<Active> batch, Tick tick, EngineException cause) {
    if (batch.size() == 1) {
      LOGGER.error("An image of model {} cannot be evaluated", model, cause);
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
          model,
          half);
    }
    evaluate(memory, batch.subList(0, half), tick);
    evaluate(memory, batch.subList(half, batch.size()), tick);
  }
}

package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of one model and one shape: those in slots, and those that wait for one. */
final class Group implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Group.class);

  /** Guided images first, as the kernel wants them. */
  private static final Comparator<Active> GUIDED_FIRST =
      Comparator.comparing(image -> image.guided() ? 0 : 1);

  private final Network network;
  private final EngineSettings settings;
  private final Slab slab;
  private final Deque<Drawing> waiting = new ArrayDeque<>();
  private final List<Active> active = new ArrayList<>();
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private int largest;

  Group(Network network, LatentShape shape, EngineSettings settings) {
    this.network = network;
    this.settings = settings;
    this.slab = new Slab(network, shape, settings.batch());
    this.largest = settings.deterministic() ? 1 : settings.batch();
    for (int slot = 0; slot < settings.batch(); slot++) {
      freeSlots.add(slot);
    }
  }

  void add(Drawing drawing) {
    waiting.add(drawing);
  }

  boolean isIdle() {
    return waiting.isEmpty() && active.isEmpty();
  }

  int size() {
    return waiting.size() + active.size();
  }

  /** Ends all images of which something holds, in slots or waiting. */
  void end(Predicate<Drawing> which, Ending ending) {
    waiting.removeIf(drawing -> which.test(drawing) && ended(drawing, ending));
    active.removeIf(
        image -> which.test(image.drawing()) && released(image) && ended(image.drawing(), ending));
  }

  private static boolean ended(Drawing drawing, Ending ending) {
    drawing.listener().ended(ending);
    return true;
  }

  private boolean released(Active image) {
    return freeSlots.add(image.slot());
  }

  /** One evaluation for every image that has a slot. */
  void tick(long number, long waitNanos, Consumer<TickReport> reports) {
    admit();
    List<Active> images = new ArrayList<>(active);
    images.sort(GUIDED_FIRST);
    int size = largest; // shrinks where the device runs out of memory on the way
    for (int from = 0; from < images.size(); from += size) {
      List<Active> batch = images.subList(from, Math.min(from + size, images.size()));
      evaluate(batch, new Tick(number, from == 0 ? waitNanos : 0, reports));
    }
  }

  private record Tick(long number, long waitNanos, Consumer<TickReport> reports) {}

  private void admit() {
    while (!waiting.isEmpty() && !freeSlots.isEmpty()) {
      admit(waiting.remove());
    }
  }

  /** An image that cannot begin ends by itself: nothing else knows of it at this point. */
  private void admit(Drawing drawing) {
    int slot = freeSlots.remove();
    try {
      Active image = new Active(drawing, slot, drawing.sampling().start(network.prediction()));
      slab.assign(image);
      active.add(image);
    } catch (RuntimeException e) {
      LOGGER.error("An image of model {} cannot begin", network.name(), e);
      freeSlots.add(slot);
      drawing.listener().ended(new Ending.Failed("could not begin: " + e.getMessage()));
    }
  }

  private void evaluate(List<Active> batch, Tick tick) {
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    batch.forEach(image -> image.begin(start));
    Slab.Figures figures;
    try {
      figures = slab.evaluate(batch, tick.number);
    } catch (EngineException e) {
      split(batch, tick, e);
      return;
    }
    List<TickReport.ImageReport> images = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Active image = batch.get(i);
      images.add(
          image.advance(
              (Evaluation) image.stage(), figures.rms()[i], figures.totalNanos(), batch.size()));
    }
    tick.reports.accept(report(tick, startedAt, images, batch, figures));
    for (int i = 0; i < batch.size(); i++) {
      conclude(batch.get(i), figures.finite()[i]);
    }
  }

  private TickReport report(
      Tick tick,
      Instant startedAt,
      List<TickReport.ImageReport> images,
      List<Active> batch,
      Slab.Figures figures) {
    int guided = (int) batch.stream().filter(Active::guided).count();
    return new TickReport(
        network.name(),
        tick.number,
        startedAt,
        batch.size() + guided,
        settings.batch(),
        figures.forwardNanos(),
        figures.totalNanos() - figures.forwardNanos(),
        tick.waitNanos,
        figures.exact(),
        images);
  }

  /** The registers are as they were before a failed evaluation, so each half can be tried again. */
  private void split(List<Active> batch, Tick tick, EngineException cause) {
    if (batch.size() == 1) {
      LOGGER.error("An image of model {} cannot be evaluated", network.name(), cause);
      leave(batch.getFirst(), new Ending.Failed("the network failed: " + cause.getMessage()));
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
    evaluate(batch.subList(0, half), tick);
    evaluate(batch.subList(half, batch.size()), tick);
  }

  private void conclude(Active image, boolean finite) {
    if (!finite) {
      leave(
          image,
          new Ending.Failed(
              "the network's output is not finite after %d evaluations: try other weights, a smaller guidance or more steps"
                  .formatted(image.trace().size())));
    } else if (image.stage() instanceof Finished finished) {
      long lastTick = System.nanoTime();
      byte[] pixels = slab.pixels(image, finished);
      leave(
          image,
          new Ending.Drawn(
              pixels,
              image.drawing().shape(),
              image.trace(),
              new Ending.Times(image.firstTick(), lastTick, System.nanoTime())));
    }
  }

  private void leave(Active image, Ending ending) {
    active.remove(image);
    freeSlots.add(image.slot());
    image.drawing().listener().ended(ending);
  }

  @Override
  public void close() {
    slab.close();
  }
}

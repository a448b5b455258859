package dev.tidewheel.engine;

import ai.djl.engine.EngineException;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of one model and one shape: those in slots, and those that wait for one. It has memory
 * on the device only while it is open.
 */
final class Group implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Group.class);

  /** Guided images first, as the kernel wants them. */
  private static final Comparator<Active> GUIDED_FIRST =
      Comparator.comparing(image -> image.guided() ? 0 : 1);

  private final Network network;
  private final LatentShape shape;
  private final EngineSettings settings;
  private final Deque<Drawing> waiting = new ArrayDeque<>();
  private final List<Active> active = new ArrayList<>();
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private @Nullable Slab slab;
  private boolean retiring;
  private int largest;

  Group(Network network, LatentShape shape, EngineSettings settings) {
    this.network = network;
    this.shape = shape;
    this.settings = settings;
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

  boolean isOpen() {
    return slab != null;
  }

  /** Takes memory on the device. */
  void open() {
    slab = new Slab(network, shape, settings.batch());
  }

  /** Takes no newcomers until it has been closed: another group waits for its memory. */
  void retire() {
    retiring = true;
  }

  boolean hasRetired() {
    return isOpen() && active.isEmpty() && (retiring || waiting.isEmpty());
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

  /** One evaluation for every image that has a slot. The group is open. */
  void tick(long number, long waitNanos, Consumer<TickReport> reports) {
    Slab memory = slab;
    if (memory == null) {
      throw new IllegalStateException("a group ticks only while it is open");
    }
    admit(memory);
    List<Active> images = new ArrayList<>(active);
    images.sort(GUIDED_FIRST);
    Tick tick = new Tick(number, images.size(), waitNanos);
    int size = largest; // shrinks where the device runs out of memory on the way
    for (int from = 0; from < images.size(); from += size) {
      evaluate(memory, images.subList(from, Math.min(from + size, images.size())), tick);
    }
    if (!images.isEmpty()) {
      reports.accept(tick.report(network.name(), settings.batch()));
      finish(memory, tick.finished());
    }
  }

  private void admit(Slab memory) {
    List<Active> newcomers = new ArrayList<>();
    while (!retiring && !waiting.isEmpty() && !freeSlots.isEmpty()) {
      begin(waiting.remove()).ifPresent(newcomers::add);
    }
    if (newcomers.isEmpty()) {
      return;
    }
    active.addAll(newcomers);
    try {
      memory.assign(newcomers);
    } catch (RuntimeException e) {
      LOGGER.error("{} images of model {} cannot begin", newcomers.size(), network.name(), e);
      newcomers.forEach(image -> leave(image, failure("could not begin", e)));
    }
  }

  /** An image that cannot begin ends by itself: nothing else knows of it at this point. */
  private Optional<Active> begin(Drawing drawing) {
    try {
      Stage start = drawing.sampling().start();
      return Optional.of(new Active(drawing, freeSlots.remove(), start));
    } catch (RuntimeException e) {
      LOGGER.error("An image of model {} cannot begin", network.name(), e);
      drawing.listener().ended(failure("could not begin", e));
      return Optional.empty();
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
      leave(image, new Ending.Failed(message.formatted(image.trace().size() + 1)));
      return;
    }
    Evaluation evaluation = (Evaluation) image.stage();
    tick.advanced(
        image, image.advance(evaluation, figures.rms()[index], figures.totalNanos(), tick.batch()));
  }

  /** The registers are as they were before a failed evaluation, so each half can be tried again. */
  private void split(Slab memory, List<Active> batch, Tick tick, EngineException cause) {
    if (batch.size() == 1) {
      LOGGER.error("An image of model {} cannot be evaluated", network.name(), cause);
      leave(batch.getFirst(), failure("the network failed", cause));
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

  private void finish(Slab memory, List<Active> finished) {
    if (finished.isEmpty()) {
      return;
    }
    long lastTick = System.nanoTime();
    List<byte[]> pixels;
    try {
      pixels = memory.pixels(finished);
    } catch (RuntimeException e) {
      LOGGER.error("{} images of model {} cannot be decoded", finished.size(), network.name(), e);
      finished.forEach(image -> leave(image, failure("could not be decoded", e)));
      return;
    }
    long decoded = System.nanoTime();
    for (int i = 0; i < finished.size(); i++) {
      Active image = finished.get(i);
      leave(
          image,
          new Ending.Drawn(
              pixels.get(i),
              shape,
              image.trace(),
              new Ending.Times(image.firstTick(), lastTick, decoded)));
    }
  }

  private static Ending failure(String what, RuntimeException cause) {
    return new Ending.Failed(what + ": " + cause.getMessage());
  }

  private void leave(Active image, Ending ending) {
    active.remove(image);
    freeSlots.add(image.slot());
    image.drawing().listener().ended(ending);
  }

  /** Gives its memory back; images that wait go on waiting. */
  @Override
  public void close() {
    if (slab != null) {
      slab.close();
      slab = null;
    }
    retiring = false;
  }
}

package dev.tidewheel.engine;

import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of one model, shape and length of text: those that wait for a slot, those in slots,
 * and those whose latents wait to be decoded. It has memory on the device only while it is open.
 *
 * <p>Reading prompts and decoding are ticks of their own, and after each the images in slots have
 * theirs, so that neither holds them up for long.
 */
final class Group implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Group.class);

  /** A decoder takes far more memory a picture than a step does. */
  private static final int MOST_DECODED = 4;

  private final Slab.Layout layout;
  private final EngineSettings settings;
  private final Readings readings;
  private final Beginning beginning;
  private final Optional<Darkroom> darkroom;
  private final Sampler sampler;
  private final Deque<Drawing> waiting = new ArrayDeque<>();
  private final List<Active> active = new ArrayList<>();
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private @Nullable Slab slab;
  private boolean retiring;
  private TickReport.Work last = TickReport.Work.SAMPLING;
  private TickReport.Work lastAside = TickReport.Work.READING;

  Group(Slab.Layout layout, EngineSettings settings, Crew crew, Readings readings) {
    this.layout = layout;
    this.settings = settings;
    this.readings = readings;
    Network network = layout.network();
    this.beginning = new Beginning(network, layout.shape());
    int largest = settings.deterministic() ? 1 : settings.batch();
    this.darkroom =
        network
            .decoder()
            .map(decoder -> new Darkroom(network, decoder, Math.min(largest, MOST_DECODED)));
    OperatorThreads operators =
        settings.deterministic() || network.device().isGpu()
            ? OperatorThreads.fixed(crew)
            : OperatorThreads.measured(crew);
    this.sampler = new Sampler(network, largest, crew, operators, this::leave);
    for (int slot = 0; slot < settings.batch(); slot++) {
      freeSlots.add(slot);
    }
  }

  void add(Drawing drawing) {
    waiting.add(drawing);
  }

  boolean isIdle() {
    return waiting.isEmpty() && isEmpty();
  }

  /** Whether no image has begun and not ended. */
  private boolean isEmpty() {
    return active.isEmpty() && nothingToDecode();
  }

  private boolean nothingToDecode() {
    return darkroom.map(Darkroom::isEmpty).orElse(true);
  }

  boolean isOpen() {
    return slab != null;
  }

  /** Takes memory on the device. */
  void open() {
    slab = new Slab(layout, settings.batch());
  }

  /** Takes no newcomers until it has been closed: another group waits for its memory. */
  void retire() {
    retiring = true;
  }

  boolean hasRetired() {
    return isOpen() && isEmpty() && (retiring || waiting.isEmpty());
  }

  /** Ends all images of which something holds, wherever they are. */
  void end(Predicate<Drawing> which, Ending ending) {
    waiting.removeIf(drawing -> which.test(drawing) && ended(drawing, ending));
    active.removeIf(
        image -> which.test(image.drawing()) && released(image) && ended(image.drawing(), ending));
    darkroom.ifPresent(room -> room.end(which, ending));
  }

  private static boolean ended(Drawing drawing, Ending ending) {
    drawing.listener().ended(ending);
    return true;
  }

  private boolean released(Active image) {
    return freeSlots.add(image.slot());
  }

  /** Does the next piece of work. The group is open. */
  void turn(long number, long waitNanos, Consumer<TickReport> reports) {
    Slab memory = slab;
    if (memory == null) {
      throw new IllegalStateException("a group works only while it is open");
    }
    Tick tick = new Tick(number, waitNanos);
    last = next();
    switch (last) {
      case READING -> read(memory, tick);
      case DECODING -> decode(memory, tick);
      case SAMPLING -> sample(memory, tick);
    }
    if (!tick.didNothing()) {
      reports.accept(tick.report(layout.network().name(), settings.batch()));
    }
    finish(memory, tick.finished());
  }

  /** Evaluations have every second turn where they want it; the other two share the rest. */
  private TickReport.Work next() {
    boolean aside = last == TickReport.Work.SAMPLING || active.isEmpty();
    boolean decodes = aside && !nothingToDecode();
    boolean reads = aside && !newcomers(/* ready= */ false).isEmpty();
    if (decodes || reads) {
      boolean decodesNow = decodes && (!reads || lastAside == TickReport.Work.READING);
      lastAside = decodesNow ? TickReport.Work.DECODING : TickReport.Work.READING;
      return lastAside;
    }
    return TickReport.Work.SAMPLING;
  }

  /**
   * The next images that find a slot, as far as nothing has to be read for them, or as far as so.
   */
  private List<Drawing> newcomers(boolean ready) {
    List<Drawing> next = new ArrayList<>();
    if (retiring) {
      return next;
    }
    for (Drawing drawing : waiting) {
      if (next.size() == freeSlots.size() || (toRead(drawing) == 0) != ready) {
        break;
      }
      next.add(drawing);
    }
    return next;
  }

  /** Prompts, and the picture that it begins with. */
  private int toRead(Drawing drawing) {
    return unread(drawing).size() + (drawing.source().isPresent() ? 1 : 0);
  }

  private List<Prompt> unread(Drawing drawing) {
    return prompts(drawing).filter(prompt -> !readings.has(layout.network(), prompt)).toList();
  }

  private static Stream<Prompt> prompts(Drawing drawing) {
    return drawing.prompts().stream().flatMap(Drawing.Prompts::all);
  }

  /** Reads for newcomers and lets these in. */
  private void read(Slab memory, Tick tick) {
    List<Drawing> readers = readers();
    List<Prompt> prompts = readers.stream().flatMap(d -> unread(d).stream()).distinct().toList();
    long start = System.nanoTime();
    Devices.useAllThreads();
    Reading reading = new Reading(layout.network(), readings, sampler.largest());
    Map<Prompt, RuntimeException> unreadable = reading.read(prompts);
    List<Slab.Arrival> arrivals = begin(readers, unreadable);
    long nanos = System.nanoTime() - start;
    tick.did(TickReport.Work.READING, readers.size(), nanos);
    tick.met(met(readers, prompts, unreadable.keySet()));
    arrivals.forEach(arrival -> arrival.image().readIn(nanos));
    admit(memory, arrivals);
  }

  /** Newcomers for which something has to be read, as much as fits into a batch. */
  private List<Drawing> readers() {
    List<Drawing> readers = new ArrayList<>();
    int work = 0;
    for (Drawing drawing : newcomers(/* ready= */ false)) {
      work += toRead(drawing);
      if (!readers.isEmpty() && work > settings.batch()) {
        break;
      }
      readers.add(drawing);
    }
    return readers;
  }

  private static TickReport.Prompts met(
      List<Drawing> newcomers, List<Prompt> tried, Set<Prompt> unreadable) {
    long readable =
        newcomers.stream().flatMap(Group::prompts).filter(p -> !unreadable.contains(p)).count();
    int read = tried.size() - unreadable.size();
    return new TickReport.Prompts(read, (int) readable - read);
  }

  private void decode(Slab memory, Tick tick) {
    long start = System.nanoTime();
    Devices.useAllThreads();
    int decoded = darkroom.orElseThrow().develop(memory.kernel());
    tick.did(TickReport.Work.DECODING, decoded, System.nanoTime() - start);
  }

  /** One evaluation for every image that has a slot. */
  private void sample(Slab memory, Tick tick) {
    List<Drawing> newcomers = newcomers(/* ready= */ true);
    tick.met(met(newcomers, List.of(), Set.of()));
    admit(memory, begin(newcomers, Map.of()));
    sampler.sample(memory, List.copyOf(active), tick);
  }

  /** Gives slots to the images that have waited longest; those that cannot begin end. */
  private List<Slab.Arrival> begin(
      List<Drawing> newcomers, Map<Prompt, RuntimeException> unreadable) {
    List<Slab.Arrival> arrivals = new ArrayList<>();
    for (Drawing drawing : newcomers) {
      waiting.remove();
      Optional<RuntimeException> cause =
          prompts(drawing)
              .flatMap(prompt -> Optional.ofNullable(unreadable.get(prompt)).stream())
              .findFirst();
      if (cause.isPresent()) {
        ended(drawing, failure("its prompt could not be read", cause.get()));
      } else {
        begin(drawing).ifPresent(arrivals::add);
      }
    }
    return arrivals;
  }

  /** An image that cannot begin ends by itself: nothing else knows of it at this point. */
  private Optional<Slab.Arrival> begin(Drawing drawing) {
    try {
      Stage start = drawing.sampling().start();
      NoiseStream noise = new NoiseStream(drawing.seed());
      float[] state = beginning.of(drawing, noise);
      Active image = new Active(drawing, freeSlots.remove(), start, noise);
      return Optional.of(new Slab.Arrival(image, state));
    } catch (RuntimeException e) {
      LOGGER.error("An image of model {} cannot begin", layout.network().name(), e);
      ended(drawing, failure("could not begin", e));
      return Optional.empty();
    }
  }

  private void admit(Slab memory, List<Slab.Arrival> arrivals) {
    if (!arrivals.isEmpty()) {
      List<Active> begun = arrivals.stream().map(Slab.Arrival::image).toList();
      active.addAll(begun);
      try {
        memory.assign(arrivals, readings);
      } catch (RuntimeException e) {
        LOGGER.error(
            "{} images of model {} cannot begin", begun.size(), layout.network().name(), e);
        begun.forEach(image -> leave(image, failure("could not begin", e)));
      }
    }
    readings.trim();
  }

  private void finish(Slab memory, List<Active> finished) {
    if (finished.isEmpty()) {
      return;
    }
    long lastTick = System.nanoTime();
    try {
      if (darkroom.isPresent()) {
        memory.handOver(finished, darkroom.get(), lastTick);
        finished.forEach(this::vacate);
        return;
      }
      List<byte[]> pixels = memory.pixels(finished);
      long decoded = System.nanoTime();
      for (int i = 0; i < finished.size(); i++) {
        Active image = finished.get(i);
        leave(image, image.drawn(pixels.get(i), layout.shape(), lastTick, decoded));
      }
    } catch (RuntimeException e) {
      LOGGER.error(
          "{} images of model {} cannot be decoded", finished.size(), layout.network().name(), e);
      finished.forEach(image -> leave(image, failure("could not be decoded", e)));
    }
  }

  private static Ending failure(String what, RuntimeException cause) {
    return new Ending.Failed(what + ": " + cause.getMessage());
  }

  private void vacate(Active image) {
    active.remove(image);
    freeSlots.add(image.slot());
  }

  private void leave(Active image, Ending ending) {
    vacate(image);
    image.drawing().listener().ended(ending);
  }

  /** Gives its memory back; images that wait go on waiting. */
  @Override
  public void close() {
    if (slab != null) {
      slab.close();
      slab = null;
    }
    darkroom.ifPresent(Darkroom::close);
    retiring = false;
  }
}

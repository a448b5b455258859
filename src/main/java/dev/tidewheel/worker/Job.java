package dev.tidewheel.worker;

import dev.tidewheel.admission.Order;
import dev.tidewheel.admission.Problem;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.Engine;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request at work: follows its images until the log has every answer, then acknowledges the
 * delivery.
 *
 * <p>Guards itself: images end on the engine's thread and are published on others.
 */
final class Job {
  private static final Logger LOGGER = LoggerFactory.getLogger(Job.class);

  private final JobFacts facts;
  private final Workshop workshop;
  private final Runnable whenOver;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Problem> failures = new ArrayList<>();
  private Optional<String> cancelled = Optional.empty();
  private boolean started;
  private boolean expired;
  private boolean handedBack;
  private int published;
  private int open;

  /**
   * A job that has not begun.
   *
   * @param whenOver runs when no image is open any more
   */
  Job(JobFacts facts, Delivery delivery, Workshop workshop, Runnable whenOver) {
    this.facts = facts;
    this.workshop = workshop;
    this.whenOver = whenOver;
    this.open = facts.order().count();
    deliveries.add(delivery);
  }

  String requestId() {
    return facts.id();
  }

  String model() {
    return facts.request().getModel();
  }

  /** Orders the images. */
  void start(Engine engine, ServedModel model) {
    mention(EventKind.ACCEPTED);
    Order order = facts.order();
    Optional<Long> deadline = deadlineNanoTime();
    for (int i = 0; i < order.count(); i++) {
      engine.draw(
          new Drawing(
              facts.id(),
              i,
              model,
              model.latents(order.width(), order.height()),
              order.seed() + i,
              new Drawing.Labels(order.label(), order.noLabel()),
              order.sampling(),
              deadline,
              new Image(i)));
    }
  }

  private Optional<Long> deadlineNanoTime() {
    Instant deadline = facts.request().getDeadline();
    return deadline == null
        ? Optional.empty()
        : Optional.of(
            facts.receivedNanoTime()
                + Math.multiplyExact(
                    Math.min(deadline.toEpochMilli() - facts.receivedMillis(), Integer.MAX_VALUE),
                    1_000_000L));
  }

  /**
   * The same record came again while its work goes on: whoever holds the lock now is answered too.
   */
  synchronized void adopt(Delivery again) {
    deliveries.add(again);
  }

  /** Nobody wants it any more; the engine will give its images back. */
  synchronized void cancel(String reason) {
    cancelled = Optional.of(reason);
  }

  /** One image of the request, as the engine hears of it. */
  private final class Image implements Drawing.Listener {
    private final int index;

    Image(int index) {
      this.index = index;
    }

    @Override
    public void started() {
      begin();
    }

    @Override
    public void ended(Ending ending) {
      workshop.background().execute(() -> take(index, ending));
    }
  }

  private void begin() {
    synchronized (this) {
      if (started) {
        return;
      }
      started = true;
    }
    mention(EventKind.STARTED);
  }

  private void take(int index, Ending ending) {
    switch (ending) {
      case Ending.Drawn drawn -> publish(index, drawn);
      case Ending.Failed(String reason) ->
          close(() -> failures.add(new Problem("", "image " + index + ": " + reason)));
      case Ending.Expired() -> close(() -> expired = true);
      case Ending.Withdrawn() -> close(() -> handedBack = true);
    }
  }

  private void publish(int index, Ending.Drawn drawn) {
    CompletableFuture<Timing> written;
    try {
      written = workshop.results().write(facts, index, drawn);
    } catch (StorageException e) {
      close(() -> failures.add(new Problem("", "image " + index + ": " + e.getMessage())));
      return;
    }
    CompletableFuture<Void> unused =
        written.handleAsync(
            (timing, failure) -> {
              if (failure == null) {
                workshop.observer().drawn(model(), drawn, timing);
                close(() -> published++);
              } else {
                workshop.observer().publishFailed("result", failure);
                LOGGER.warn("Request {} goes back to the log: {}", facts.id(), failure.toString());
                close(() -> handedBack = true);
              }
              return null;
            },
            workshop.background());
  }

  /** Notes how one image ended; the last one ends the request. */
  private void close(Runnable note) {
    boolean last;
    boolean progress;
    synchronized (this) {
      int before = published;
      note.run();
      open--;
      last = open == 0;
      progress = published > before && !last;
    }
    if (progress) {
      mention(EventKind.PROGRESS);
    }
    if (last) {
      conclude();
    }
  }

  private void conclude() {
    End end = end();
    whenOver.run();
    if (end.kind.isEmpty()) {
      answer(Delivery::later);
      return;
    }
    workshop.observer().undrawn(model(), end.kind.get(), facts.order().count() - published());
    List<CompletableFuture<Void>> said = new ArrayList<>();
    if (end.kind.get() == EventKind.FAILED) {
      workshop.observer().deadLetter();
      said.add(deadLetter(end.problems));
    }
    said.add(event(end.kind.get(), end.problems));
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(said.toArray(CompletableFuture[]::new))
            .handle(
                (_, failure) -> {
                  answer(failure == null ? Delivery::done : Delivery::later);
                  return null;
                });
  }

  /**
   * How the request ends.
   *
   * @param kind the event to send; none where it goes back to the log
   * @param problems why
   */
  private record End(Optional<EventKind> kind, List<Problem> problems) {}

  private synchronized End end() {
    if (cancelled.isPresent()) {
      return new End(Optional.of(EventKind.CANCELLED), List.of(new Problem("", cancelled.get())));
    }
    if (!failures.isEmpty()) {
      return new End(Optional.of(EventKind.FAILED), List.copyOf(failures));
    }
    if (expired) {
      return new End(
          Optional.of(EventKind.EXPIRED),
          List.of(
              new Problem(
                  "deadline",
                  "passed after %d of %d pictures".formatted(published, facts.order().count()))));
    }
    return handedBack
        ? new End(Optional.empty(), List.of())
        : new End(Optional.of(EventKind.COMPLETED), List.of());
  }

  private synchronized void answer(Consumer<Delivery> how) {
    deliveries.forEach(how);
  }

  /** Says something on which nothing depends. */
  private void mention(EventKind kind) {
    CompletableFuture<Void> unused = event(kind, List.of());
  }

  private CompletableFuture<Void> event(EventKind kind, List<Problem> problems) {
    return workshop
        .publisher()
        .event(
            workshop.answers().event(facts.id(), kind, facts.attempt(), published(), problems),
            facts.headers());
  }

  private synchronized int published() {
    return published;
  }

  private CompletableFuture<Void> deadLetter(List<Problem> problems) {
    Delivery delivery;
    synchronized (this) {
      delivery = deliveries.getLast();
    }
    return workshop
        .publisher()
        .deadLetter(workshop.answers().deadLetter(delivery, facts.id(), problems), facts.headers());
  }
}

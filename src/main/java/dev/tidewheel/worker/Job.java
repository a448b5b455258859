package dev.tidewheel.worker;

import dev.tidewheel.admission.Problem;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.engine.Drawing;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.intake.Delivery;
import dev.tidewheel.serving.Commission;
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
  private final Listener listener;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Problem> failures = new ArrayList<>();
  private Optional<String> cancelled = Optional.empty();
  private boolean started;
  private boolean expired;
  private boolean handedBack;
  private boolean over;
  private int published;
  private int open;

  /** Hears that a job is over, just before its deliveries do. */
  interface Listener {
    /** Says whether every answer is in the log; otherwise the log brings the record again. */
    void over(boolean answered);
  }

  /** A job that has not begun. */
  Job(JobFacts facts, Delivery delivery, Workshop workshop, Listener listener) {
    this.facts = facts;
    this.workshop = workshop;
    this.listener = listener;
    this.open = facts.order().count();
    deliveries.add(delivery);
  }

  String requestId() {
    return facts.id();
  }

  String model() {
    return facts.request().getModel();
  }

  /**
   * Orders the images.
   *
   * @param engine takes the orders
   * @param commission makes them
   */
  void start(Consumer<Drawing> engine, Commission commission) {
    mention(EventKind.ACCEPTED);
    Optional<Long> deadline = deadlineNanoTime();
    for (int i = 0; i < facts.order().count(); i++) {
      engine.accept(commission.drawing(facts.id(), i, deadline, new Image(i)));
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
   *
   * @return false where the work is over and this delivery has to be looked at by itself
   */
  synchronized boolean adopt(Delivery again) {
    if (over) {
      return false;
    }
    deliveries.add(again);
    return true;
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
      case Ending.Failed(String reason) -> close(() -> fail(index, reason));
      case Ending.Expired() -> close(() -> expired = true);
      case Ending.Withdrawn() -> close(() -> handedBack = true);
    }
  }

  private void publish(int index, Ending.Drawn drawn) {
    CompletableFuture<Void> unused =
        workshop
            .results()
            .write(facts, index, drawn)
            .thenAcceptAsync(outcome -> take(index, drawn, outcome), workshop.background());
  }

  private void take(int index, Ending.Drawn drawn, ResultWriter.Outcome outcome) {
    switch (outcome) {
      case ResultWriter.Outcome.Written(Timing timing) -> {
        workshop.observer().drawn(model(), drawn, timing);
        close(() -> published++);
      }
      case ResultWriter.Outcome.Unwritable(String reason) -> close(() -> fail(index, reason));
      case ResultWriter.Outcome.Unpublished(Throwable cause) -> {
        LOGGER.warn("Request {} goes back to the log: {}", facts.id(), cause.toString());
        close(() -> handedBack = true);
      }
    }
  }

  private void fail(int index, String reason) {
    failures.add(new Problem("", "image " + index + ": " + reason));
  }

  /**
   * Notes how one image ended; the last one ends the request. Says so under the lock, or a progress
   * could come after the end.
   */
  private synchronized void close(Runnable note) {
    int before = published;
    note.run();
    open--;
    if (open == 0) {
      conclude(end());
    } else if (published > before) {
      mention(EventKind.PROGRESS);
    }
  }

  private void conclude(End end) {
    if (end.kind.isEmpty()) {
      answer(false);
      return;
    }
    EventKind kind = end.kind.get();
    workshop.observer().undrawn(model(), kind, facts.order().count() - published);
    List<CompletableFuture<Void>> said = new ArrayList<>();
    if (kind == EventKind.FAILED) {
      workshop.observer().deadLetter();
      said.add(deadLetter(end.problems));
    }
    said.add(event(kind, end.problems));
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(said.toArray(CompletableFuture[]::new))
            .handle(
                (_, failure) -> {
                  answer(failure == null);
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

  private End end() {
    if (published == facts.order().count()) {
      return new End(Optional.of(EventKind.COMPLETED), List.of());
    }
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
    return new End(Optional.empty(), List.of());
  }

  /** The job is forgotten first: a record that is handed back may come again at once. */
  private synchronized void answer(boolean answered) {
    over = true;
    listener.over(answered);
    deliveries.forEach(answered ? Delivery::done : Delivery::later);
  }

  /** Says something on which nothing depends. */
  private void mention(EventKind kind) {
    CompletableFuture<Void> unused = event(kind, List.of());
  }

  private CompletableFuture<Void> event(EventKind kind, List<Problem> problems) {
    return workshop
        .publisher()
        .event(
            workshop.records().event(facts.id(), kind, facts.attempt(), published(), problems),
            facts.headers());
  }

  private synchronized int published() {
    return published;
  }

  private CompletableFuture<Void> deadLetter(List<Problem> problems) {
    return workshop
        .publisher()
        .deadLetter(
            workshop.records().deadLetter(deliveries.getLast(), facts.id(), problems),
            facts.headers());
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Timing;
import dev.tidewheel.egress.BacklogFullException;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.intake.FeederListener;
import dev.tidewheel.telemetry.ImageTimes;
import dev.tidewheel.telemetry.Outcome;
import dev.tidewheel.telemetry.Telemetry;
import dev.tidewheel.telemetry.TickTimes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Turns what happens in a worker into metrics. Called on many threads. */
final class WorkerObserver implements FeederListener {
  private final Telemetry telemetry;
  private final AtomicInteger held = new AtomicInteger();
  private final BooleanSupplier room;

  /**
   * An observer.
   *
   * @param telemetry where it counts
   * @param room whether the worker has room for more requests
   */
  WorkerObserver(Telemetry telemetry, BooleanSupplier room) {
    this.telemetry = telemetry;
    this.room = room;
    telemetry.watchHeldRecords(held::get);
  }

  void ticked(TickReport tick) {
    telemetry.prompts(tick.model(), tick.prompts().read(), tick.prompts().known());
    switch (tick.work()) {
      case SAMPLING ->
          telemetry.tick(
              tick.model(),
              new TickTimes(
                  tick.forwardNanos(), tick.solverNanos(), tick.waitNanos(), tick.exact()),
              tick.images().size(),
              tick.capacity());
      case READING -> telemetry.aside(tick.model(), "reading", tick.forwardNanos());
      case DECODING -> telemetry.aside(tick.model(), "decoding", tick.forwardNanos());
    }
  }

  void drawn(String model, Ending.Drawn drawn, Timing timing) {
    int rejected = (int) drawn.trace().stream().filter(point -> !point.accepted()).count();
    telemetry.completed(model, drawn.trace().size(), rejected, times(timing));
  }

  private static ImageTimes times(Timing timing) {
    return new ImageTimes(
        timing.getQueued(),
        timing.getWaiting(),
        timing.getReading(),
        timing.getSampling(),
        timing.getDecoding(),
        timing.getEncoding());
  }

  /** Images of a request ended without being drawn. */
  void undrawn(String model, EventKind kind, int images) {
    switch (kind) {
      case FAILED -> telemetry.ended(model, Outcome.FAILED, images);
      case CANCELLED -> telemetry.ended(model, Outcome.CANCELLED, images);
      case EXPIRED -> telemetry.ended(model, Outcome.EXPIRED, images);
      case REFUSED -> telemetry.ended(model, Outcome.REFUSED, images);
      default -> {}
    }
  }

  void deadLetter() {
    telemetry.deadLetter();
  }

  void publishFailed(String record, Throwable failure) {
    if (!(failure instanceof BacklogFullException)) {
      telemetry.publishFailed(record);
    }
  }

  @Override
  public boolean wantsMore() {
    return room.getAsBoolean();
  }

  @Override
  public void heldChanged(int change) {
    held.addAndGet(change);
  }

  @Override
  public void acknowledgementsFailed(int count) {
    for (int i = 0; i < count; i++) {
      telemetry.acknowledgementFailed();
    }
  }
}

package dev.tidewheel.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Where the parts of a worker report what they did. */
public final class Telemetry {
  private static final List<String> RECORDS = List.of("result", "event", "steps", "dead-letter");

  private final MeterRegistry registry;

  /** Reports to a registry. What only counts failures is there from the start, at 0. */
  public Telemetry(MeterRegistry registry) {
    this.registry = registry;
    Metric.ACKNOWLEDGEMENT_FAILURES.counter(registry);
    Metric.DEAD_LETTERS.counter(registry);
    RECORDS.forEach(record -> Metric.PUBLISH_FAILURES.counter(registry, record));
  }

  /**
   * A tick is over.
   *
   * @param model the model evaluated
   * @param times where its time went; forward and solver count only where they are exact
   * @param images pictures in it
   * @param capacity pictures that fit
   */
  public void tick(String model, TickTimes times, int images, int capacity) {
    if (times.exact()) {
      part(Metric.TICK, model, "forward", times.forward());
      part(Metric.TICK, model, "solver", times.solver());
    }
    part(Metric.TICK, model, "wait", times.waited());
    Metric.BATCH_OCCUPANCY.summary(registry, model).record((double) images / capacity);
  }

  /**
   * A tick was not for steps of pictures.
   *
   * @param work {@code reading} of prompts and pictures, or {@code decoding} of latents
   */
  public void aside(String model, String work, long nanos) {
    part(Metric.TICK, model, work, nanos);
  }

  /**
   * Pictures came in that read prompts.
   *
   * @param read prompts that text encoders had to read
   * @param known prompts that they had read before
   */
  public void prompts(String model, int read, int known) {
    if (read + known > 0) {
      Metric.PROMPTS.counter(registry, model, "read").increment(read);
      Metric.PROMPTS.counter(registry, model, "known").increment(known);
    }
  }

  /**
   * A picture is drawn and published. Says {@link #ended} too.
   *
   * @param model the model that drew it
   * @param evaluations model evaluations spent on it
   * @param rejectedSteps solver steps that were repeated
   * @param times where its time went
   */
  public void completed(String model, int evaluations, int rejectedSteps, ImageTimes times) {
    ended(model, Outcome.COMPLETED, 1);
    Metric.IMAGE_EVALUATIONS.summary(registry, model).record(evaluations);
    Metric.REJECTED_STEPS.counter(registry, model).increment(rejectedSteps);
    part(Metric.LATENCY, model, "queued", times.queued());
    part(Metric.LATENCY, model, "waiting", times.waiting());
    part(Metric.LATENCY, model, "reading", times.reading());
    part(Metric.LATENCY, model, "sampling", times.sampling());
    part(Metric.LATENCY, model, "decoding", times.decoding());
    part(Metric.LATENCY, model, "encoding", times.encoding());
  }

  private void part(Metric metric, String model, String part, long nanos) {
    metric.timer(registry, model, part).record(nanos, NANOSECONDS);
  }

  /** Pictures came to an end. Name only models that are served: each name is a time series. */
  public void ended(String model, Outcome outcome, int images) {
    Metric.IMAGES.counter(registry, model, outcome.tag()).increment(images);
  }

  /** The broker did not take an acknowledgement. */
  public void acknowledgementFailed() {
    Metric.ACKNOWLEDGEMENT_FAILURES.counter(registry).increment();
  }

  /**
   * A record could not be written to the log.
   *
   * @param record its kind: result, steps, event or dead-letter
   */
  public void publishFailed(String record) {
    Metric.PUBLISH_FAILURES.counter(registry, record).increment();
  }

  /** A record went to the dead letters. */
  public void deadLetter() {
    Metric.DEAD_LETTERS.counter(registry).increment();
  }

  /** Lets the registry ask for the number of requests in hand. */
  public void watchHeldRecords(Supplier<Number> records) {
    Metric.HELD_RECORDS.gauge(registry, records);
  }

  /** Lets the registry ask for the number of unfinished pictures. */
  public void watchImagesInFlight(Supplier<Number> images) {
    Metric.IMAGES_IN_FLIGHT.gauge(registry, images);
  }

  /** Lets the registry ask for the number of pictures that fit. */
  public void watchEngineCapacity(Supplier<Number> images) {
    Metric.ENGINE_CAPACITY.gauge(registry, images);
  }
}

package dev.tidewheel.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every metric of a worker: the one place for names, units and meanings. */
public enum Metric {
  /** Parts of a tick. */
  TICK(
      "tidewheel.tick",
      Meter.Type.TIMER,
      "Time of a tick by part: forward (the network), solver (everything else in it), wait (since"
          + " the tick before); reading (of prompts, and of pictures to begin with) and decoding"
          + " (of latents) are ticks of their own."
          + " Forward and solver only of ticks that waited for the device between"
          + " the two: all on the CPU, one in 16 on a GPU.",
      "model",
      "part"),
  /** How full batches are. */
  BATCH_OCCUPANCY(
      "tidewheel.batch.occupancy",
      Meter.Type.DISTRIBUTION_SUMMARY,
      "Pictures in a batch as a share of its capacity, 0 to 1.",
      "model"),
  /** Ends of pictures. */
  IMAGES(
      "tidewheel.images",
      Meter.Type.COUNTER,
      "Pictures by how they ended: completed, failed, cancelled, expired, refused.",
      "model",
      "outcome"),
  /** Prompts of pictures. */
  PROMPTS(
      "tidewheel.prompts",
      Meter.Type.COUNTER,
      "Prompts that pictures needed: read (by text encoders), known (had been read before).",
      "model",
      "outcome"),
  /** Evaluations spent. */
  IMAGE_EVALUATIONS(
      "tidewheel.image.evaluations",
      Meter.Type.DISTRIBUTION_SUMMARY,
      "Model evaluations of a completed picture.",
      "model"),
  /** Steps that were taken in vain. */
  REJECTED_STEPS(
      "tidewheel.steps.rejected",
      Meter.Type.COUNTER,
      "Solver steps that were too long for their tolerance and were repeated.",
      "model"),
  /** Parts of a picture's way. */
  LATENCY(
      "tidewheel.latency",
      Meter.Type.TIMER,
      "Time of a completed picture by part: queued (in the log), waiting (for the first tick),"
          + " reading (of prompts, and of pictures to begin with), sampling, decoding, encoding.",
      "model",
      "part"),
  /** Requests in hand. */
  HELD_RECORDS(
      "tidewheel.records.held",
      Meter.Type.GAUGE,
      "Requests taken from the log and not yet acknowledged."),
  /** Pictures in hand. */
  IMAGES_IN_FLIGHT(
      "tidewheel.images.in.flight",
      Meter.Type.GAUGE,
      "Pictures of these requests that are not finished."),
  /** Room on the device. */
  ENGINE_CAPACITY(
      "tidewheel.engine.capacity",
      Meter.Type.GAUGE,
      "Pictures that the engine can advance at once."),
  /** Acknowledgements refused. */
  ACKNOWLEDGEMENT_FAILURES(
      "tidewheel.acknowledgement.failures",
      Meter.Type.COUNTER,
      "Acknowledgements that the broker did not take; such requests come again."),
  /** Records not written. */
  PUBLISH_FAILURES(
      "tidewheel.publish.failures",
      Meter.Type.COUNTER,
      "Records that could not be written to the log, by kind of record.",
      "record"),
  /** Records given up. */
  DEAD_LETTERS(
      "tidewheel.dead.letters",
      Meter.Type.COUNTER,
      "Records that cannot be served and went to the dead letters.");

  /** Bounds of the timers' buckets, from a small network's tick to a long queue. */
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final String id;
  private final Meter.Type type;
  private final String description;
  private final List<String> tags;

  Metric(String id, Meter.Type type, String description, String... tags) {
    this.id = id;
    this.type = type;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** The name, in Micrometer's form. */
  public String id() {
    return id;
  }

  /** What kind of meter it is. */
  public Meter.Type type() {
    return type;
  }

  /** What it says. */
  public String description() {
    return description;
  }

  /** Names of its tags. */
  public List<String> tags() {
    return tags;
  }

  Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(id)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .tags(tagged(values))
        .register(registry);
  }

  Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(id).description(description).tags(tagged(values)).register(registry);
  }

  DistributionSummary summary(MeterRegistry registry, String... values) {
    return DistributionSummary.builder(id)
        .description(description)
        .tags(tagged(values))
        .register(registry);
  }

  void gauge(MeterRegistry registry, Supplier<Number> value) {
    Gauge.builder(id, value).description(description).register(registry);
  }

  private List<Tag> tagged(String... values) {
    if (values.length != tags.size()) {
      throw new IllegalArgumentException(id + " has the tags " + tags);
    }
    return IntStream.range(0, values.length).mapToObj(i -> Tag.of(tags.get(i), values[i])).toList();
  }
}

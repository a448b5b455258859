package dev.tidewheel.worker;

import dev.tidewheel.admission.Order;
import dev.tidewheel.egress.Publisher;
import dev.tidewheel.engine.Ending;
import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.TracePoint;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.storage.ImageStore;
import dev.tidewheel.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;

/** A workshop with a fake log and a fake store, and pictures that nobody drew. */
final class Bench {
  static final WorkerRecords RECORDS = new WorkerRecords("worker-1", "cpu");

  private Bench() {}

  static Workshop workshop(
      Publisher publisher, ImageStore store, long inlineLimit, Executor background) {
    WorkerObserver observer =
        new WorkerObserver(new Telemetry(new SimpleMeterRegistry()), () -> true);
    ResultWriter results = writer(publisher, store, inlineLimit, background);
    return new Workshop(
        RECORDS, publisher, Sources.forPictures(store, 64 * 64), results, background, observer);
  }

  static ResultWriter writer(
      Publisher publisher, ImageStore store, long inlineLimit, Executor background) {
    return new ResultWriter(
        RECORDS, publisher, store, inlineLimit, Duration.ofMillis(1), background);
  }

  /** A grey picture of one step; its pixels count up. */
  static Ending.Drawn drawn(int height, int width) {
    return drawn(new ImageShape(1, height, width));
  }

  static Ending.Drawn drawn(ImageShape shape) {
    byte[] pixels = new byte[shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    long now = System.nanoTime();
    TracePoint point =
        new TracePoint(
            1, new Evaluation.Span(1, 1, 0), true, OptionalDouble.of(0.25), true, 1_000_000, 3);
    return new Ending.Drawn(
        pixels, shape, List.of(point), new Ending.Times(now, now + 2_000, now + 5_000, 400));
  }

  /** An order of pictures, 24 x 16, of class 3, by a way. */
  static Order order(int count, Sampling sampling) {
    return new Order(
        count,
        40,
        24,
        16,
        new Order.Told(3, 10),
        Optional.empty(),
        sampling,
        new Order.Scales(sampling.guidance().scale(), 1),
        List.of());
  }
}

package dev.tidewheel.worker;

import dev.tidewheel.admission.Problem;
import dev.tidewheel.avro.DeadLetter;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.Fault;
import dev.tidewheel.avro.ImageProgress;
import dev.tidewheel.avro.ImageStep;
import dev.tidewheel.avro.RecordHeader;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.avro.TickWork;
import dev.tidewheel.engine.TickReport;
import dev.tidewheel.engine.TracePoint;
import dev.tidewheel.intake.Delivery;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records in which a worker speaks to the log.
 *
 * @param worker id of the worker
 * @param device its device
 */
record WorkerRecords(String worker, String device) {

  RequestEvent event(
      String requestId, EventKind kind, int attempt, int images, List<Problem> problems) {
    return RequestEvent.newBuilder()
        .setRequestId(requestId)
        .setKind(kind)
        .setAt(Instant.now())
        .setWorker(worker)
        .setAttempt(attempt)
        .setImages(images)
        .setProblems(
            problems.stream()
                .map(p -> new dev.tidewheel.avro.Problem(p.field(), p.message()))
                .toList())
        .build();
  }

  DeadLetter deadLetter(Delivery delivery, @Nullable String requestId, List<Problem> problems) {
    byte[] key = delivery.key();
    return DeadLetter.newBuilder()
        .setRequestId(requestId)
        .setTopic(delivery.origin().topic())
        .setPartition(delivery.origin().partition())
        .setOffset(delivery.origin().offset())
        .setAttempt(delivery.origin().attempt())
        .setAt(Instant.now())
        .setWorker(worker)
        .setFaults(problems.stream().map(p -> new Fault(p.field(), p.message())).toList())
        .setKey(key == null ? null : ByteBuffer.wrap(key))
        .setValue(ByteBuffer.wrap(delivery.value()))
        .setHeaders(delivery.headers().stream().map(WorkerRecords::header).toList())
        .build();
  }

  private static RecordHeader header(dev.tidewheel.schema.Header header) {
    byte[] value = header.value();
    return new RecordHeader(header.name(), value == null ? null : ByteBuffer.wrap(value));
  }

  StepMetrics steps(TickReport tick) {
    return StepMetrics.newBuilder()
        .setWorker(worker)
        .setDevice(device)
        .setModel(tick.model())
        .setTick(tick.tick())
        .setWork(TickWork.valueOf(tick.work().name()))
        .setStartedAt(tick.startedAt())
        .setBatchSize(tick.batch())
        .setRows(tick.rows())
        .setCapacity(tick.capacity())
        .setForwardNanos(tick.forwardNanos())
        .setSolverNanos(tick.solverNanos())
        .setWaitNanos(tick.waitNanos())
        .setExact(tick.exact())
        .setImages(tick.images().stream().map(WorkerRecords::progress).toList())
        .build();
  }

  private static ImageProgress progress(TickReport.ImageReport image) {
    TracePoint point = image.point();
    return new ImageProgress(
        image.requestId(),
        image.index(),
        point.span().step(),
        point.span().from(),
        point.span().to(),
        boxed(point.error()),
        point.accepted(),
        image.evaluations());
  }

  static ImageStep step(TracePoint point) {
    return new ImageStep(
        point.sigma(),
        point.span().to(),
        point.guided(),
        boxed(point.error()),
        point.accepted(),
        point.nanos(),
        point.batch());
  }

  private static @Nullable Double boxed(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }
}

package dev.tidewheel.testing;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import dev.tidewheel.avro.StepMetrics;
import dev.tidewheel.avro.Timing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Records with everything filled in that a test does not care about. */
public final class Records {
  private static final Instant TIME = Instant.ofEpochMilli(1_795_516_985_738L);

  private Records() {}

  /** A request. */
  public static GenerationRequest request(String id) {
    return GenerationRequest.newBuilder().setId(id).setModel("model").build();
  }

  /** An event of a first attempt. */
  public static RequestEvent event(String id, EventKind kind) {
    return RequestEvent.newBuilder()
        .setRequestId(id)
        .setKind(kind)
        .setAt(TIME)
        .setWorker("worker")
        .setAttempt(1)
        .build();
  }

  /** A picture that travels inline. */
  public static ImageResult result(String id, int index, byte[] picture) {
    return ImageResult.newBuilder()
        .setRequestId(id)
        .setIndex(index)
        .setCount(index + 1)
        .setModel("model")
        .setSeed(index)
        .setWidth(28)
        .setHeight(28)
        .setMediaType("image/png")
        .setSha256("0".repeat(64))
        .setImage(ByteBuffer.wrap(picture))
        .setSolver("euler")
        .setSchedule("linear")
        .setGuidance(1)
        .setEvaluations(2)
        .setSteps(List.of())
        .setTiming(new Timing(1L, 2L, 0L, 3L, 4L, 5L))
        .setWorker("worker")
        .setDevice("cpu")
        .setAttempt(1)
        .setCompletedAt(TIME)
        .build();
  }

  /** A tick without pictures. */
  public static StepMetrics steps(String worker) {
    return StepMetrics.newBuilder()
        .setWorker(worker)
        .setDevice("cpu")
        .setModel("model")
        .setTick(1)
        .setStartedAt(TIME)
        .setBatchSize(0)
        .setRows(0)
        .setCapacity(8)
        .setForwardNanos(1)
        .setSolverNanos(2)
        .setWaitNanos(3)
        .setExact(true)
        .setImages(List.of())
        .build();
  }
}

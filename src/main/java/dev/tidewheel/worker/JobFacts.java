package dev.tidewheel.worker;

import dev.tidewheel.admission.Order;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.intake.Origin;
import dev.tidewheel.schema.Header;
import java.util.List;

/**
 * What is known of a request when its work begins.
 *
 * @param request as it was sent
 * @param order as it was understood
 * @param cuts what its text encoders leave out of its prompts, a sentence each
 * @param headers its record's headers, copied to every answer
 * @param origin its record
 * @param receivedMillis when this worker took it, milliseconds since 1970 UTC
 * @param receivedNanoTime the same moment on {@link System#nanoTime}'s clock
 */
record JobFacts(
    GenerationRequest request,
    Order order,
    List<String> cuts,
    List<Header> headers,
    Origin origin,
    long receivedMillis,
    long receivedNanoTime) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  String id() {
    return request.getId();
  }

  int attempt() {
    return origin.attempt();
  }

  /** Time in the log. Two machines' clocks take part, so it is never below 0. */
  long queuedNanos() {
    return Math.max(0, receivedMillis - origin.timestampMillis()) * NANOS_PER_MILLI;
  }
}

package dev.tidewheel.schema;

import java.util.List;

/**
 * The topics that a fleet of workers and its clients meet on.
 *
 * @param requests what is asked: {@code GenerationRequest}
 * @param results what was drawn: {@code ImageResult}
 * @param steps how each tick went: {@code StepMetrics}
 * @param events turns in the life of requests: {@code RequestEvent}
 * @param cancellations wishes to stop a request: {@code Cancellation}
 * @param deadLetters what cannot be answered: {@code DeadLetter}
 */
public record TopicNames(
    String requests,
    String results,
    String steps,
    String events,
    String cancellations,
    String deadLetters) {

  /** The names that everything uses unless told otherwise. */
  public static final TopicNames DEFAULT = withPrefix("tidewheel.");

  /**
   * The usual names behind another prefix, so that several fleets can share a cluster.
   *
   * @param prefix what stands before each name, such as {@code tidewheel.}
   */
  public static TopicNames withPrefix(String prefix) {
    return new TopicNames(
        prefix + "requests",
        prefix + "results",
        prefix + "steps",
        prefix + "events",
        prefix + "cancellations",
        prefix + "dead-letters");
  }

  /** All names, in the order of the fields. */
  public List<String> all() {
    return List.of(requests, results, steps, events, cancellations, deadLetters);
  }
}

package dev.tidewheel.demo;

import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.client.Outcome;

/**
 * One request of the demo and what came of it.
 *
 * @param asked the request
 * @param outcome how it ended
 * @param finishedNanos when, counted from the first request's sending
 */
public record DemoResult(DemoRequest asked, Outcome outcome, long finishedNanos) {
  /** Whether it has a picture. */
  public boolean isDrawn() {
    return outcome.completed() && !outcome.images().isEmpty();
  }

  /** The picture. */
  public ImageResult image() {
    return outcome.images().getFirst();
  }
}

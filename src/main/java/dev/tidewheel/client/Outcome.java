package dev.tidewheel.client;

import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.ImageResult;
import dev.tidewheel.avro.RequestEvent;
import java.util.List;

/**
 * How a request ended.
 *
 * @param end the event that ended it
 * @param images its pictures by index, each once; all of them where it was completed
 */
public record Outcome(RequestEvent end, List<ImageResult> images) {

  /** Copies the list. */
  public Outcome {
    images = List.copyOf(images);
  }

  /** Whether it was completed, as against failed, refused, expired or cancelled. */
  public boolean completed() {
    return end.getKind() == EventKind.COMPLETED;
  }
}

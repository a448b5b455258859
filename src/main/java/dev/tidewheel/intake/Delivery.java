package dev.tidewheel.intake;

import dev.tidewheel.schema.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that this worker holds until it says what became of it.
 *
 * <p>{@link #done} and {@link #later} may be called from any thread and do not block. The first
 * call counts; any further one is ignored.
 */
public interface Delivery {

  /** Where it came from and how often it was tried. */
  Origin origin();

  /** The record's key; do not change the bytes. */
  byte @Nullable [] key();

  /** The record's value, empty where it has none; do not change the bytes. */
  byte[] value();

  /** The record's headers, in order. */
  List<Header> headers();

  /** Says that it is answered and must not come again. Call it when the answer is in the log. */
  void done();

  /** Hands it back: it comes again at once, here or elsewhere, with the next attempt number. */
  void later();
}

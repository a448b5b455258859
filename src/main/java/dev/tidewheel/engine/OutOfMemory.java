package dev.tidewheel.engine;

import java.util.Locale;

/** Recognises a device that ran out of memory: DJL has no type for it, so the message must do. */
final class OutOfMemory {
  private OutOfMemory() {}

  static boolean isCauseOf(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory")
        || message.contains("can't allocate memory")
        || message.contains("not enough memory");
  }
}

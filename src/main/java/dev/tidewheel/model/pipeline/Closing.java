package dev.tidewheel.model.pipeline;

import java.util.List;

/** Closes what was opened so far. */
final class Closing {
  private Closing() {}

  static void all(List<? extends AutoCloseable> opened) {
    for (AutoCloseable resource : opened.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot be closed: " + resource, e);
      }
    }
  }
}

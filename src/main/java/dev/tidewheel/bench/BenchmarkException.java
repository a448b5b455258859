package dev.tidewheel.bench;

import org.jspecify.annotations.Nullable;

/** A run that did not end as it must for its figures to mean something. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

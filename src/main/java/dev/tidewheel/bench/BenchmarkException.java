package dev.tidewheel.bench;

import org.jspecify.annotations.Nullable;

/** A run that did not end as it must for its figures to mean something. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what went wrong. */
  public BenchmarkException(String message) {
    super(message);
  }

  /** Says what went wrong, and why. */
  public BenchmarkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

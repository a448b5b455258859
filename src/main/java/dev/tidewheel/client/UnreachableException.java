package dev.tidewheel.client;

import org.jspecify.annotations.Nullable;

/** Says that no broker answered, or that it has not got the topics, and the way out. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message names the brokers and topics, and the way out
   * @param cause what went wrong, where something was thrown
   */
  public UnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.tidewheel.broker;

import org.jspecify.annotations.Nullable;

/** Says that an embedded broker cannot start, which port or folder it is about, and the way out. */
public final class BrokerStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message names the port or folder and the way out
   * @param cause what went wrong, where something was thrown
   */
  public BrokerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

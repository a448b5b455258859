package dev.tidewheel.storage;

/**
 * Says that a picture could not be stored or read, where, and what to do. Trying again later may
 * help.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message names the place and the cure
   * @param cause what went wrong
   */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Makes one that has no cause of its own.
   *
   * @param message names the place and the cure
   */
  public StorageException(String message) {
    super(message);
  }
}

package dev.tidewheel.egress;

/** Says that a record was dropped because too much is waiting for the broker already. */
public final class BacklogFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param waiting bytes waiting
   * @param limit bytes that may wait
   */
  public BacklogFullException(long waiting, long limit) {
    super(
        "%d bytes wait for the broker and the limit is %d: dropped. Is the broker up?"
            .formatted(waiting, limit));
  }
}

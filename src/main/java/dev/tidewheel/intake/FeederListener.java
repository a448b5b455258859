package dev.tidewheel.intake;

/**
 * Hears what happens to feeders. Called on the feeder's thread; one listener may serve many
 * feeders.
 */
public interface FeederListener {

  /** A listener that does nothing. */
  FeederListener NONE = new FeederListener() {};

  /**
   * Whether there is room for more requests. While there is none, a feeder that holds nothing
   * leaves them to others, who may begin them sooner.
   */
  default boolean wantsMore() {
    return true;
  }

  /**
   * Says that a feeder holds more or fewer records than before.
   *
   * @param change by how many
   */
  default void heldChanged(int change) {}

  /**
   * Says that the broker did not take acknowledgements or renewals: these records will come again,
   * here or elsewhere.
   *
   * @param count how many
   */
  default void acknowledgementsFailed(int count) {}
}

package dev.tidewheel.sampling;

/**
 * The end of an image's way.
 *
 * @param data the row over the registers that is the picture, or its latents
 */
public record Finished(Row data) implements Stage {
  /** Refuses a row that would need another evaluation. */
  public Finished {
    if (data.usesOutput()) {
      throw new IllegalArgumentException("the data must be made of registers alone: " + data);
    }
  }
}

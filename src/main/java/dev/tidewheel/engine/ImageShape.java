package dev.tidewheel.engine;

/**
 * Shape of one image: of its state or of its pixels.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record ImageShape(int channels, int height, int width) {
  /** Number of elements. */
  public int elements() {
    return channels * height * width;
  }
}

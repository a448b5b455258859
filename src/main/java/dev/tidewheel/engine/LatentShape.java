package dev.tidewheel.engine;

/**
 * Shape of one image's state.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record LatentShape(int channels, int height, int width) {
  /** Number of elements. */
  public int elements() {
    return channels * height * width;
  }
}

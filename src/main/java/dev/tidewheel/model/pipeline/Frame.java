package dev.tidewheel.model.pipeline;

/**
 * The pictures of a model, and the state that they are drawn in.
 *
 * @param channels channels of the state
 * @param pictureChannels channels of a picture
 * @param factor pixels of a picture's side to one element of the state's
 * @param width usual width in pixels
 * @param height usual height in pixels
 * @param sizeMultiple both are multiples of it
 * @param mostSide the longest side in pixels
 */
public record Frame(
    int channels,
    int pictureChannels,
    int factor,
    int width,
    int height,
    int sizeMultiple,
    int mostSide) {
  /** The longest side of models that have no limit of their own. */
  public static final int NO_LIMIT = 1 << 16;

  /** The frame of a model whose state is the picture. */
  static Frame ofPixels(int channels, int width, int height, int sizeMultiple) {
    return new Frame(channels, channels, 1, width, height, sizeMultiple, NO_LIMIT);
  }
}

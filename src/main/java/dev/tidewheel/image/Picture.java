package dev.tidewheel.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;

/**
 * Pixels of 8 bits a channel.
 *
 * @param width pixels in a row, 1 or more
 * @param height rows, 1 or more
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels {@code height x width x channels} bytes, unsigned, row by row; not copied: whoever
 *     makes a picture leaves its pixels alone
 */
@SuppressWarnings("ArrayRecordComponent") // equality below is by content
public record Picture(int width, int height, int channels, byte[] pixels) {

  /** Checks that sizes and number of bytes agree. */
  public Picture {
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "no picture of %d x %d pixels with %d channels".formatted(width, height, channels));
    }
    if (pixels.length != Math.multiplyExact(Math.multiplyExact(width, height), channels)) {
      throw new IllegalArgumentException(
          "%d x %d x %d pixels in %d bytes".formatted(height, width, channels, pixels.length));
    }
  }

  /**
   * Decodes a PNG or JPEG file's bytes to red, green and blue.
   *
   * @throws IOException where they are neither
   */
  public static Picture decode(byte[] file) throws IOException {
    return decode(file, Long.MAX_VALUE);
  }

  /**
   * Decodes a PNG or JPEG file's bytes to red, green and blue.
   *
   * @param mostPixels width times height
   * @throws IOException where they are neither, or there are more pixels
   */
  public static Picture decode(byte[] file, long mostPixels) throws IOException {
    return PictureDecoder.decode(file, mostPixels);
  }

  /** The same in another size, by Lanczos resampling as Pillow's. */
  public Picture resized(int otherWidth, int otherHeight) {
    return Resampling.resize(this, otherWidth, otherHeight);
  }

  /** A picture from packed RGB. */
  static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] pixels = new byte[packed.length * 3];
    for (int i = 0; i < packed.length; i++) {
      pixels[3 * i] = (byte) (packed[i] >> 16);
      pixels[3 * i + 1] = (byte) (packed[i] >> 8);
      pixels[3 * i + 2] = (byte) packed[i];
    }
    return new Picture(width, height, 3, pixels);
  }

  /** The same as packed RGB, for Java2D and ImageIO. */
  BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] packed = new int[width * height];
    for (int i = 0; i < packed.length; i++) {
      int red = channel(i, 0);
      packed[i] = channels == 1 ? red * 0x010101 : red << 16 | channel(i, 1) << 8 | channel(i, 2);
    }
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }

  private int channel(int pixel, int channel) {
    return Byte.toUnsignedInt(pixels[pixel * channels + channel]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && width == picture.width
        && height == picture.height
        && channels == picture.channels
        && Arrays.equals(pixels, picture.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Picture[%d x %d, %d channels]".formatted(width, height, channels);
  }
}

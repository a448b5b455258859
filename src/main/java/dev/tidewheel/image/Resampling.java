package dev.tidewheel.image;

/**
 * Lanczos resampling (Turkowski 1990, Filters for common resampling tasks) in two passes of 8 bits,
 * as Pillow does it and thereby diffusers: the same numbers.
 *
 * <p>Where a picture shrinks, the filter is as much wider.
 */
final class Resampling {
  /** Zeros of the filter on each side. */
  private static final int LOBES = 3;

  /** Bits after the point: 8 bits of a pixel and 2 of headroom are left in an int. */
  private static final int FRACTION = Integer.SIZE - 8 - 2;

  private Resampling() {}

  /** The picture in another size. */
  static Picture resize(Picture picture, int width, int height) {
    return vertically(horizontally(picture, width), height);
  }

  /**
   * The pixels that one pixel is made of.
   *
   * @param first the first of them
   * @param weights of it and those after it, in units of 2^-FRACTION
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Window(int first, int[] weights) {
    static Window[] of(int from, int to) {
      double scale = (double) from / to;
      double stretch = Math.max(scale, 1);
      Window[] windows = new Window[to];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int first = Math.max(0, (int) (centre - LOBES * stretch + 0.5));
        int end = Math.min(from, (int) (centre + LOBES * stretch + 0.5));
        windows[i] = new Window(first, weights(first, end - first, centre, stretch));
      }
      return windows;
    }

    private static int[] weights(int first, int count, double centre, double stretch) {
      double[] weights = new double[count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        weights[i] = lanczos((i + first - centre + 0.5) * (1 / stretch));
        sum += weights[i];
      }
      int[] rounded = new int[count];
      for (int i = 0; i < count; i++) {
        double weight = weights[i] / sum * (1 << FRACTION);
        rounded[i] = (int) (weight + Math.copySign(0.5, weight));
      }
      return rounded;
    }

    /** The weighted sum of pixels that lie {@code stride} bytes apart. */
    byte apply(byte[] pixels, int start, int stride) {
      int sum = 1 << (FRACTION - 1);
      for (int i = 0; i < weights.length; i++) {
        sum += Byte.toUnsignedInt(pixels[start + (first + i) * stride]) * weights[i];
      }
      return (byte) Math.clamp(sum >> FRACTION, 0, 255);
    }
  }

  private static double lanczos(double x) {
    return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    double angle = x * Math.PI;
    return x == 0 ? 1 : Math.sin(angle) / angle;
  }

  private static Picture horizontally(Picture from, int width) {
    if (width == from.width()) {
      return from;
    }
    int channels = from.channels();
    byte[] pixels = new byte[width * from.height() * channels];
    Window[] windows = Window.of(from.width(), width);
    for (int i = 0; i < pixels.length; i++) {
      int row = i / (width * channels);
      int column = i / channels % width;
      int start = row * from.width() * channels + i % channels;
      pixels[i] = windows[column].apply(from.pixels(), start, channels);
    }
    return new Picture(width, from.height(), channels, pixels);
  }

  private static Picture vertically(Picture from, int height) {
    if (height == from.height()) {
      return from;
    }
    int stride = from.width() * from.channels();
    byte[] pixels = new byte[height * stride];
    Window[] windows = Window.of(from.height(), height);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = windows[i / stride].apply(from.pixels(), i % stride, stride);
    }
    return new Picture(from.width(), height, from.channels(), pixels);
  }
}

package dev.tidewheel.image;

/**
 * PNG's row filters: each row is predicted from its neighbours, and what is left compresses well.
 * The filter with the smallest sum of absolute remainders wins, as the standard suggests (12.8).
 */
enum PngFilter {
  NONE {
    @Override
    int predict(int left, int above, int aboveLeft) {
      return 0;
    }
  },
  SUB {
    @Override
    int predict(int left, int above, int aboveLeft) {
      return left;
    }
  },
  UP {
    @Override
    int predict(int left, int above, int aboveLeft) {
      return above;
    }
  },
  AVERAGE {
    @Override
    int predict(int left, int above, int aboveLeft) {
      return (left + above) / 2;
    }
  },
  PAETH {
    @Override
    int predict(int left, int above, int aboveLeft) {
      int estimate = left + above - aboveLeft;
      int toLeft = Math.abs(estimate - left);
      int toAbove = Math.abs(estimate - above);
      int toAboveLeft = Math.abs(estimate - aboveLeft);
      if (toLeft <= toAbove && toLeft <= toAboveLeft) {
        return left;
      }
      return toAbove <= toAboveLeft ? above : aboveLeft;
    }
  };

  /** What a byte is likely to be, given the same channel of its neighbours (0 outside). */
  abstract int predict(int left, int above, int aboveLeft);

  /** All rows, each as the number of its filter and the remainders. */
  static byte[] filter(Picture picture) {
    int stride = picture.width() * picture.channels();
    byte[] filtered = new byte[picture.height() * (stride + 1)];
    byte[] candidate = new byte[stride];
    for (int row = 0; row < picture.height(); row++) {
      long best = Long.MAX_VALUE;
      for (PngFilter filter : values()) {
        long cost = filter.apply(picture, row, candidate);
        if (cost < best) {
          best = cost;
          filtered[row * (stride + 1)] = (byte) filter.ordinal();
          System.arraycopy(candidate, 0, filtered, row * (stride + 1) + 1, stride);
        }
      }
    }
    return filtered;
  }

  /** Writes the remainders of a row and returns the sum of their sizes. */
  private long apply(Picture picture, int row, byte[] remainders) {
    byte[] pixels = picture.pixels();
    int channels = picture.channels();
    int start = row * remainders.length;
    long cost = 0;
    for (int i = 0; i < remainders.length; i++) {
      int at = start + i;
      int left = i < channels ? 0 : pixels[at - channels] & 0xFF;
      int above = row == 0 ? 0 : pixels[at - remainders.length] & 0xFF;
      int aboveLeft =
          i < channels || row == 0 ? 0 : pixels[at - remainders.length - channels] & 0xFF;
      remainders[i] = (byte) (pixels[at] - predict(left, above, aboveLeft));
      cost += Math.abs(remainders[i]);
    }
    return cost;
  }
}

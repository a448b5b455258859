package dev.tidewheel.sampling;

/**
 * Gaussian noise by seed, equal to {@code torch.randn(n,
 * generator=torch.Generator("cpu").manual_seed(seed))} in float32 up to the last bits of its
 * logarithm and sine.
 *
 * <p>From 16 numbers on, torch fills the whole tensor with uniform numbers of 24 bits and turns
 * blocks of 16 into pairs by Box and Muller, the last 16 drawn again where the length is no
 * multiple; below 16 it draws pairs of 53 bits one after another.
 */
public final class Noise {
  private static final int BLOCK = 16;
  private static final int HALF = BLOCK / 2;
  private static final double TWO_PI = 2 * Math.PI;

  private Noise() {}

  /** The first {@code length} numbers of a seed. */
  public static float[] of(long seed, int length) {
    Mt19937 bits = new Mt19937(seed);
    return length < BLOCK ? few(bits, length) : many(bits, length);
  }

  private static float[] many(Mt19937 bits, int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = uniform24(bits);
    }
    for (int i = 0; i + BLOCK <= length; i += BLOCK) {
      pairs(noise, i);
    }
    if (length % BLOCK != 0) {
      int last = length - BLOCK;
      for (int i = last; i < length; i++) {
        noise[i] = uniform24(bits);
      }
      pairs(noise, last);
    }
    return noise;
  }

  private static void pairs(float[] noise, int start) {
    for (int i = start; i < start + HALF; i++) {
      float radius = (float) Math.sqrt(-2 * (float) Math.log(1 - noise[i]));
      float angle = (float) TWO_PI * noise[i + HALF];
      noise[i] = radius * (float) Math.cos(angle);
      noise[i + HALF] = radius * (float) Math.sin(angle);
    }
  }

  private static float[] few(Mt19937 bits, int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i += 2) {
      double angle = TWO_PI * uniform53(bits);
      double radius = Math.sqrt(-2 * Math.log1p(-uniform53(bits)));
      noise[i] = (float) (radius * Math.cos(angle));
      if (i + 1 < length) {
        noise[i + 1] = (float) (radius * Math.sin(angle));
      }
    }
    return noise;
  }

  private static float uniform24(Mt19937 bits) {
    return (bits.next() & 0xffffff) * 0x1p-24f;
  }

  private static double uniform53(Mt19937 bits) {
    long high = bits.next();
    long low = bits.next() & 0xffffffffL;
    return ((high << 32 | low) & ((1L << 53) - 1)) * 0x1p-53;
  }
}

package dev.tidewheel.sampling;

import java.util.OptionalDouble;

/**
 * Gaussian noise of one image, draw after draw, equal to that many calls of {@code torch.randn(n,
 * generator=g)} with {@code g = torch.Generator("cpu").manual_seed(seed)} in float32, up to the
 * last bits of its logarithm and sine.
 *
 * <p>From 16 numbers on, torch fills the whole tensor with uniform numbers of 24 bits and turns
 * blocks of 16 into pairs by Box and Muller, the last 16 drawn again where the length is no
 * multiple; below 16 it draws pairs of 53 bits one after another, and keeps the second of the last
 * pair for the next such draw.
 */
public final class NoiseStream {
  private static final int BLOCK = 16;
  private static final int HALF = BLOCK / 2;
  private static final double TWO_PI = 2 * Math.PI;

  private final Mt19937 bits;
  private OptionalDouble kept = OptionalDouble.empty();

  /** The stream of a seed. */
  public NoiseStream(long seed) {
    this.bits = new Mt19937(seed);
  }

  /** The next draw. */
  public float[] next(int length) {
    return length < BLOCK ? few(length) : many(length);
  }

  private float[] many(int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = uniform24();
    }
    for (int i = 0; i + BLOCK <= length; i += BLOCK) {
      pairs(noise, i);
    }
    if (length % BLOCK != 0) {
      int last = length - BLOCK;
      for (int i = last; i < length; i++) {
        noise[i] = uniform24();
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

  private float[] few(int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) one();
    }
    return noise;
  }

  private double one() {
    if (kept.isPresent()) {
      double second = kept.getAsDouble();
      kept = OptionalDouble.empty();
      return second;
    }
    double angle = TWO_PI * uniform53();
    double radius = Math.sqrt(-2 * Math.log1p(-uniform53()));
    kept = OptionalDouble.of(radius * Math.sin(angle));
    return radius * Math.cos(angle);
  }

  private float uniform24() {
    return (bits.next() & 0xffffff) * 0x1p-24f;
  }

  private double uniform53() {
    long high = bits.next();
    long low = bits.next() & 0xffffffffL;
    return ((high << 32 | low) & ((1L << 53) - 1)) * 0x1p-53;
  }
}

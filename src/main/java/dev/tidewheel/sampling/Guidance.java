package dev.tidewheel.sampling;

/**
 * How one image is guided, classifier-free (Ho and Salimans 2022, arXiv 2207.12598): {@code
 * unconditional + scale (conditional - unconditional)}.
 *
 * @param scale the scale; 1 means none
 * @param leastNoise it is guided where the share of the noise is not below this, from 0 to 1, and
 * @param mostNoise not above this (Kynkäänniemi et al. 2024, arXiv 2404.07724)
 * @param rescale how far the guided output's standard deviation is moved to that of the conditional
 *     one, from 0 to 1 (Lin et al. 2023, arXiv 2305.08891, equations 15 and 16)
 */
public record Guidance(double scale, double leastNoise, double mostNoise, double rescale) {
  /** Not guided. */
  public static final Guidance NONE = of(1);

  /** Guided all the way, and nothing else. */
  public static Guidance of(double scale) {
    return new Guidance(scale, 0, 1, 0);
  }

  /** Whether an image is guided anywhere. */
  public boolean guides() {
    return scale > 1;
  }

  /** Whether a scale is all that there is to it. */
  public boolean isPlain() {
    return equals(of(scale));
  }

  /** What is left of it at a share of the noise, of which the last bits do not matter. */
  public Guidance at(double noise) {
    float share = (float) noise;
    return share >= (float) leastNoise && share <= (float) mostNoise ? this : NONE;
  }

  /** The output, guided. */
  public Row output() {
    return guides()
        ? Row.UNCONDITIONAL.times(1 - scale).plus(scale, Row.CONDITIONAL)
        : Row.CONDITIONAL;
  }

  /** What both outputs are multiplied by to rescale the guided one, which is a sum of the two. */
  double factor(double[] conditional, double[] unconditional) {
    double[] guided = new double[conditional.length];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = unconditional[i] + scale * (conditional[i] - unconditional[i]);
    }
    double deviation = deviation(guided);
    return deviation > 0 ? 1 + rescale * (deviation(conditional) / deviation - 1) : 1;
  }

  private static double deviation(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}

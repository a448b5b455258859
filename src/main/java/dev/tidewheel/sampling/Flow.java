package dev.tidewheel.sampling;

/**
 * How a network's outputs give the velocity of one image.
 *
 * @param prediction what an output means
 * @param guidance classifier-free guidance scale (Ho and Salimans 2022, arXiv 2207.12598, as {@code
 *     unconditional + scale (conditional - unconditional)}); 1 means none
 */
public record Flow(Prediction prediction, double guidance) {
  /**
   * Nearest to an end of the path that a division by its distance is taken; below, it is limited.
   */
  private static final double NEAREST = 1e-3;

  /** Whether the unconditional output is needed. */
  public boolean guided() {
    return guidance > 1;
  }

  /**
   * The row that is the velocity {@code noise - data} where the network sees {@code input} at
   * {@code sigma}.
   */
  public Row velocity(double sigma, Row input) {
    Row output = output();
    return switch (prediction) {
      case VELOCITY -> output;
      case NOISE -> output.minus(input).times(1 / Math.max(1 - sigma, NEAREST));
      case DATA -> input.minus(output).times(1 / Math.max(sigma, NEAREST));
    };
  }

  private Row output() {
    return guided()
        ? Row.UNCONDITIONAL.times(1 - guidance).plus(guidance, Row.CONDITIONAL)
        : Row.CONDITIONAL;
  }
}

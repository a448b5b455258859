package dev.tidewheel.sampling;

/**
 * What a network's output means on the rectified path {@code x = (1 - sigma) data + sigma noise}.
 *
 * <p>Every meaning gives the velocity {@code noise - data} as a combination of x and the output:
 * two numbers, which the solver folds into its rows (see {@link Flow}).
 */
public enum Prediction {
  /** The velocity itself: {@code noise - data}. */
  VELOCITY,
  /** The noise: {@code velocity = (noise - x) / (1 - sigma)}. */
  NOISE,
  /** The data: {@code velocity = (x - data) / sigma}. */
  DATA
}

package dev.tidewheel.bench.likeness;

/**
 * How like real pictures some pictures are.
 *
 * @param fid Fréchet distance to real pictures in the classifier's features; of use only beside
 *     that of the same number of other pictures
 * @param accuracy share of the pictures in which the classifier sees the class asked for
 */
public record Likeness(double fid, double accuracy) {
  /** Fewest pictures whose features have a covariance worth the name. */
  public static final int FEWEST_PICTURES = 100;
}

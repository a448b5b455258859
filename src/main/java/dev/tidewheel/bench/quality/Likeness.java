package dev.tidewheel.bench.quality;

import dev.tidewheel.model.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How like real pictures some pictures are.
 *
 * @param fid Fréchet distance to real pictures in the classifier's features; of use only beside
 *     that of the same number of other pictures
 * @param accuracy share of the pictures in which the classifier sees the class asked for
 */
record Likeness(double fid, double accuracy) {
  private static final int AT_ONCE = 250;

  /**
   * Judges pictures.
   *
   * @param pictures the bytes of each; more than the classifier has features
   * @param asked the class that each was asked for
   */
  static Likeness of(List<byte[]> pictures, IntUnaryOperator asked, Classifier classifier) {
    List<double[]> features = new ArrayList<>();
    int right = 0;
    for (int first = 0; first < pictures.size(); first += AT_ONCE) {
      List<byte[]> part = pictures.subList(first, Math.min(first + AT_ONCE, pictures.size()));
      for (Classifier.Sight sight : classifier.look(part)) {
        right += sight.label() == asked.applyAsInt(features.size()) ? 1 : 0;
        features.add(sight.features());
      }
    }
    Classifier.Reference real = classifier.reference();
    double fid = Moments.of(features).distanceTo(new Moments(real.mean(), real.covariance()));
    return new Likeness(fid, (double) right / pictures.size());
  }
}

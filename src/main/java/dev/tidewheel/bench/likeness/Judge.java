package dev.tidewheel.bench.likeness;

import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.model.Classifier;
import dev.tidewheel.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Judges one model's pictures by a classifier that knows pictures of that kind. */
public final class Judge {
  private static final int AT_ONCE = 250;
  private static final double LEVELS = 255;

  private final Classifier classifier;

  private Judge(Classifier classifier) {
    this.classifier = classifier;
  }

  /** A judge; none where the model's pictures have not the classifier's size and channels. */
  public static Optional<Judge> of(ServedModel model, Classifier classifier) {
    boolean fits =
        model.offer().width() == classifier.size()
            && model.offer().height() == classifier.size()
            && model.description().frame().pictureChannels() == classifier.channels();
    return fits ? Optional.of(new Judge(classifier)) : Optional.empty();
  }

  /**
   * Judges pictures.
   *
   * @param pictures the bytes of each, H x W x C; more than the classifier has features
   * @param asked the class that each was asked for
   */
  public Likeness judge(List<byte[]> pictures, IntUnaryOperator asked) {
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

  /**
   * The bytes of a picture, H x W x C, as the engine rounds them.
   *
   * @param data C x H x W values in [-1, 1]; what is beyond is cut
   */
  public static byte[] pixels(double[] data, ImageShape shape) {
    int area = shape.height() * shape.width();
    byte[] pixels = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      double unit = Math.clamp(data[i] / 2 + 0.5, 0, 1);
      pixels[i % area * shape.channels() + i / area] = (byte) Math.rint(LEVELS * unit);
    }
    return pixels;
  }
}

package dev.tidewheel.bench.quality;

import dev.tidewheel.bench.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark of quality found.
 *
 * @param quick whether few rows were measured
 * @param images pictures of each row
 * @param sample images of which errors and ways were measured
 * @param reference most evaluations of the image that errors were measured against
 * @param machine where
 * @param ways how straight the models' ways are
 * @param families what the paths are for a perfect network
 * @param rows the measured rows, model by model
 * @param skipped what was not measured, and why
 * @param claims what the field says of such models, beside what was measured
 */
public record QualityReport(
    boolean quick,
    int images,
    int sample,
    int reference,
    Machine machine,
    List<Ways> ways,
    List<PathFamily> families,
    List<Row> rows,
    List<Skipped> skipped,
    List<Claim> claims) {
  /**
   * The ways of a model's images along a path.
   *
   * @param model the model's name
   * @param kind what sort of model it is
   * @param path name of the path
   * @param own whether the model was trained on it
   * @param shape how straight they are
   */
  public record Ways(String model, ModelKind kind, String path, boolean own, PathShape shape) {}

  /**
   * A model drawn in one way.
   *
   * @param model the model's name
   * @param kind what sort of model it is
   * @param method how it was drawn
   * @param evaluations mean number of evaluations of a picture
   * @param least fewest
   * @param most most
   * @param fid Fréchet distance to the real test pictures in the classifier's features
   * @param accuracy share of the pictures in which the classifier sees the class asked for
   * @param error mean over images of the root mean square difference to the exact end of the same
   *     noise, data in [-1, 1]; null where the method does not follow the model's flow
   * @param seconds time that the pictures took
   * @param profile how steps were spent
   */
  public record Row(
      String model,
      ModelKind kind,
      Method method,
      double evaluations,
      int least,
      int most,
      double fid,
      double accuracy,
      @Nullable Double error,
      double seconds,
      StepProfile profile) {}

  /**
   * Something that was not measured.
   *
   * @param what a model, or a row of it
   * @param why what was in the way
   */
  public record Skipped(String what, String why) {}

  /** Whether a claim holds. */
  public enum Verdict {
    /** It holds here. */
    HOLDS,
    /** It does not hold here. */
    DOES_NOT_HOLD,
    /** The rows neither show it nor contradict it. */
    NOT_SHOWN,
    /** Rows that it needs are missing. */
    NOT_MEASURED
  }

  /**
   * What the field says, and what was measured.
   *
   * @param text the claim
   * @param measured the figures
   * @param verdict whether they agree
   */
  public record Claim(String text, String measured, Verdict verdict) {}
}

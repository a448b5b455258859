package dev.tidewheel.bench;

import dev.tidewheel.bench.likeness.Likeness;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the benchmark of adaptive steps found.
 *
 * @param settings what was measured
 * @param machine where
 * @param parts one for each guidance scale
 */
public record AdaptiveReport(
    AdaptiveBenchmarkSettings settings, Machine machine, List<Part> parts) {

  /**
   * One guidance scale.
   *
   * @param guidance the scale
   * @param reference the reference images, whose errors are 0
   * @param euler Euler on the even grid
   * @param named for several numbers of evaluations, the named combination that other seeds chose
   * @param calibrated fixed numbers of evaluations by the rows fitted to the model; empty where
   *     there are none
   * @param adaptive a line for each tolerance, the largest first
   * @param checks what is asked of all this
   */
  public record Part(
      double guidance,
      Score reference,
      List<Score> euler,
      List<Named> named,
      List<Fixed> calibrated,
      List<Line> adaptive,
      List<Check> checks) {}

  /**
   * What images reached.
   *
   * @param errors how far they end from the reference
   * @param likeness how like real pictures they are; empty where no classifier knows such pictures
   */
  public record Score(EndErrors errors, Optional<Likeness> likeness) {}

  /**
   * A named combination.
   *
   * @param name solver and schedule
   * @param score what it reached
   */
  public record Named(String name, Score score) {}

  /**
   * A fixed number of evaluations.
   *
   * @param score what was reached
   * @param ofEuler evaluations as a share of Euler's at the same mean error
   * @param ofBest the same of the best named combination's
   */
  public record Fixed(Score score, double ofEuler, double ofBest) {}

  /**
   * One tolerance.
   *
   * @param tolerance the tolerance
   * @param score what was reached
   * @param least fewest evaluations
   * @param most most
   * @param ofEuler evaluations as a share of Euler's at the same mean error
   * @param ofBestHigh the same of the best named combination's at the same 95th percentile
   * @param byLot beside the same numbers of evaluations, dealt out by lot; only where images took
   *     different numbers of a calibrated solver
   */
  public record Line(
      double tolerance,
      Score score,
      int least,
      int most,
      double ofEuler,
      double ofBestHigh,
      Optional<ByLot> byLot) {

    EndErrors errors() {
      return score.errors();
    }
  }

  /**
   * Errors beside those that are expected over all ways to deal the numbers of evaluations out.
   *
   * @param mean of the means over the pictures
   * @param rms of the root mean squares over all pictures, which a tolerance is about
   */
  public record ByLot(PairedShare mean, PairedShare rms) {}

  /**
   * Something that is asked for.
   *
   * @param what what it is
   * @param found the figure
   * @param most the most that it may be
   */
  public record Check(String what, double found, double most) {
    /** Whether it holds. */
    public boolean holds() {
      return found <= most;
    }
  }

  /** The mean of figures that were measured, where there are any. */
  static OptionalDouble mean(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).average();
  }
}

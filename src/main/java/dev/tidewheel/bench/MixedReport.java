package dev.tidewheel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the benchmark of a mixed load found.
 *
 * @param settings what was measured
 * @param machine where
 * @param coresOfOthers cores that were busy with something else; NaN where the system does not tell
 * @param searched fixed combinations that were compared
 * @param reference evaluations of a reference image
 * @param ways the tolerance first, then fixed ones, the best first: the best combination that the
 *     search found, and Euler on the even grid; what does not reach the error is left out
 * @param gains the tolerance against the others, in their order
 * @param goal what was to be reached
 */
public record MixedReport(
    MixedBenchmarkSettings settings,
    Machine machine,
    Spread coresOfOthers,
    int searched,
    Reference reference,
    List<WayLine> ways,
    List<Gain> gains,
    EngineReport.Goal goal) {
  /** The most evaluations that a fixed way may take. */
  public static final int MOST_EVALUATIONS = MixedSearch.MOST;

  private static final double WANTED = 1.5;

  /** Copies the lists. */
  public MixedReport {
    ways = List.copyOf(ways);
    gains = List.copyOf(gains);
  }

  /**
   * Evaluations of the reference images.
   *
   * @param least on the straight path
   * @param most on others
   */
  public record Reference(int least, int most) {}

  /**
   * One way to draw the load.
   *
   * @param name what it is
   * @param errors how far the images end from their references
   * @param imagesPerSecond throughput of the engine
   * @param evaluationsPerImage evaluations that it spent on an image
   * @param rowsPerImage rows of the network for an image; a guided evaluation has two
   * @param occupancy share of the batch that was filled
   */
  public record WayLine(
      String name,
      LoadErrors errors,
      Spread imagesPerSecond,
      double evaluationsPerImage,
      double rowsPerImage,
      Spread occupancy) {}

  /**
   * The tolerance against a fixed way.
   *
   * @param of the fixed way
   * @param imagesPerSecond images a second as a multiple of the fixed way's, run by run
   * @param rows the fixed way's rows of the network as a multiple of the tolerance's
   */
  public record Gain(String of, Spread imagesPerSecond, double rows) {}

  /**
   * A way that was measured.
   *
   * @param way the way
   * @param errors its errors
   * @param passes the engine's passes, those of the first runs
   */
  record Measured(MixedWay way, LoadErrors errors, List<MixedPass> passes) {
    private Spread over(ToDoubleFunction<MixedPass> figure) {
      return Spread.of(passes.stream().map(figure::applyAsDouble).toList());
    }

    private double rows() {
      return over(MixedPass::rowsPerImage).median();
    }

    private WayLine line() {
      return new WayLine(
          way.title(),
          errors,
          over(MixedPass::imagesPerSecond),
          over(MixedPass::evaluationsPerImage).median(),
          rows(),
          over(pass -> pass.ticks().occupancy()));
    }

    private Gain gainOf(Measured fixed) {
      List<Double> ratios = new ArrayList<>();
      for (int run = 0; run < fixed.passes.size(); run++) {
        ratios.add(passes.get(run).imagesPerSecond() / fixed.passes.get(run).imagesPerSecond());
      }
      return new Gain(fixed.way.title(), Spread.of(ratios), fixed.rows() / rows());
    }
  }

  /**
   * Turns measurements into lines.
   *
   * @param ways the tolerance, then the best fixed way, then others
   */
  static MixedReport of(
      MixedBenchmarkSettings settings,
      Machine machine,
      double coresOfOthers,
      int searched,
      Reference reference,
      List<Measured> ways) {
    Measured tolerant = ways.getFirst();
    List<Gain> gains = ways.stream().skip(1).map(tolerant::gainOf).toList();
    return new MixedReport(
        settings,
        machine,
        Spread.of(List.of(coresOfOthers)),
        searched,
        reference,
        ways.stream().map(Measured::line).toList(),
        gains,
        EngineReport.Goal.atLeast(
            "one tolerance, times the smallest fixed step count, images/s",
            WANTED,
            gains.getFirst().imagesPerSecond()));
  }
}

package dev.tidewheel.bench;

import java.util.List;

/**
 * What {@link PathsBenchmark} found.
 *
 * @param dimensions of the mixture
 * @param predictions how many were tried on each line
 * @param lines a line for each solver, path of the network and path followed
 */
public record PathsReport(int dimensions, int predictions, List<Line> lines) {
  /** Rounding: ends this near to each other are the same. */
  private static final double SAME = 1e-9;

  /** How much slower than in theory errors may fall. */
  private static final double MARGIN = 0.35;

  /**
   * One solver along one path.
   *
   * @param solver its name
   * @param order its order in theory
   * @param steps steps of the coarse way; the fine one has twice as many
   * @param trained the path of the network
   * @param followed the path that was followed
   * @param apart greatest distance between the ends by any two predictions
   * @param coarse greatest error at the end of the coarse way, of all predictions
   * @param fine the same of the fine one
   */
  public record Line(
      String solver,
      int order,
      int steps,
      String trained,
      String followed,
      double apart,
      double coarse,
      double fine) {
    /** The order that the two errors show. */
    public double observed() {
      return Math.log(coarse / fine) / Math.log(2);
    }

    /** Whether all predictions led to the same end, and the error falls as it should. */
    public boolean holds() {
      return apart < SAME && (fine < SAME || observed() > order - MARGIN);
    }
  }

  /** Whether all lines hold. */
  public boolean holds() {
    return lines.stream().allMatch(Line::holds);
  }
}

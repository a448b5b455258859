package dev.tidewheel.chart;

/**
 * Points of one kind in a plot.
 *
 * @param name what the legend calls them; unique in its plot
 * @param x abscissas
 * @param y ordinates, as many
 * @param look how they are drawn
 */
public record Curve(String name, double[] x, double[] y, Look look) {
  /** Refuses points without a partner, and curves without a point. */
  public Curve {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(
          "%s has %d abscissas and %d ordinates".formatted(name, x.length, y.length));
    }
  }

  /** How points are drawn. */
  public enum Look {
    /** Joined by a line, each with a marker. */
    MARKED_LINE,
    /** Joined by a line. */
    LINE,
    /** A thin line, where there are many. */
    THREAD,
    /** Dots. */
    DOTS
  }
}

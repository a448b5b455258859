package dev.tidewheel.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How a series looks, by its place among the others: when the colours are used up they begin again
 * with other markers, other dashes and paler bars, so that 32 series differ from each other.
 *
 * @param colour of its line and its markers
 * @param marker at its points
 * @param line between its points
 * @param fill of its bars
 */
record SeriesStyle(Color colour, Marker marker, BasicStroke line, Color fill) {
  /** Colours that people with any kind of sight tell apart (Okabe and Ito 2008). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000),
          new Color(0x999999));

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP);

  private static final List<BasicStroke> LINES =
      List.of(stroke(2), stroke(2, 8, 5), stroke(2, 1, 5), stroke(2, 10, 5, 1, 5));

  /** How much of its colour a bar keeps from one round of the colours to the next. */
  private static final double KEPT = 0.6;

  /** The style of series {@code index}, from 0. */
  static SeriesStyle of(int index) {
    Color colour = COLOURS.get(index % COLOURS.size());
    int round = index / COLOURS.size();
    return new SeriesStyle(
        colour,
        MARKERS.get((index + round) % MARKERS.size()),
        LINES.get(round % LINES.size()),
        paler(colour, Math.pow(KEPT, round)));
  }

  /** A line, solid or dashed, with round ends. */
  static BasicStroke stroke(float width, float... dashes) {
    return new BasicStroke(
        width,
        BasicStroke.CAP_ROUND,
        BasicStroke.JOIN_ROUND,
        /* miterlimit= */ 10,
        dashes.length == 0 ? null : dashes,
        /* dash_phase= */ 0);
  }

  private static Color paler(Color colour, double kept) {
    return new Color(
        paler(colour.getRed(), kept),
        paler(colour.getGreen(), kept),
        paler(colour.getBlue(), kept));
  }

  private static int paler(int channel, double kept) {
    return (int) Math.round(255 - kept * (255 - channel));
  }
}

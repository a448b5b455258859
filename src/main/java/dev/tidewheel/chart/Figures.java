package dev.tidewheel.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.None;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The kinds of figures, all in one style. */
public final class Figures {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 460;
  private static final int PANEL = 340;

  private static final BasicStroke THIN = SeriesStyle.stroke(0.8f);
  private static final Color THREADS = SeriesStyle.of(5).colour();
  private static final Color DOTS = SeriesStyle.of(1).colour();

  private Figures() {}

  /** Curves over linear axes; no ordinate is below 0. */
  public static Figure curves(Axes axes, List<Curve> curves) {
    XYChart plot = plot(axes, WIDTH, HEIGHT);
    plot.getStyler().setYAxisMin(0.0).setDecimalPattern("0.##");
    draw(plot, curves);
    return new Figure(List.of(plot), 1);
  }

  /** Curves over logarithmic axes; all numbers above 0. */
  public static Figure logarithmicCurves(Axes axes, List<Curve> curves) {
    XYChart plot = plot(axes, WIDTH, HEIGHT);
    plot.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    plot.getStyler().setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
    draw(plot, curves);
    return new Figure(List.of(plot), 1);
  }

  /** Bars beside each other for whole abscissas; every curve has the same ones. */
  public static Figure bars(Axes axes, List<Curve> curves) {
    CategoryChart plot =
        new CategoryChartBuilder()
            .theme(ChartTheme.XChart)
            .width(WIDTH)
            .height(HEIGHT)
            .title(axes.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(plot.getStyler());
    plot.getStyler().setAvailableSpaceFill(0.9);
    plot.getStyler().setXAxisDecimalPattern("0");
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      plot.addSeries(curve.name(), curve.x(), curve.y()).setFillColor(SeriesStyle.of(i).fill());
    }
    return new Figure(List.of(plot), 1);
  }

  /**
   * A square of the plane.
   *
   * @param title above it
   * @param curves what lies in it; all of one look have one colour
   */
  public record Plane(String title, List<Curve> curves) {}

  /**
   * Squares of the plane beside each other, without legends.
   *
   * @param most largest coordinate; the smallest is its negative
   */
  public static Figure planes(List<Plane> planes, double most, int columns) {
    return new Figure(planes.stream().map(plane -> plane(plane, most)).toList(), columns);
  }

  private static XYChart plane(Plane plane, double most) {
    XYChart plot = plot(new Axes(plane.title(), "", ""), PANEL, PANEL);
    plot.getStyler().setLegendVisible(false).setPlotContentSize(1);
    plot.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    plot.getStyler().setXAxisMin(-most).setXAxisMax(most).setYAxisMin(-most).setYAxisMax(most);
    plot.getStyler().setXAxisTitleVisible(false).setYAxisTitleVisible(false);
    for (Curve curve : plane.curves()) {
      look(plot.addSeries(curve.name(), curve.x(), curve.y()), curve.look(), 0);
    }
    return plot;
  }

  private static XYChart plot(Axes axes, int width, int height) {
    XYChart plot =
        new XYChartBuilder()
            .theme(ChartTheme.XChart)
            .width(width)
            .height(height)
            .title(axes.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(plot.getStyler());
    return plot;
  }

  private static void style(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(font.deriveFont(Font.BOLD, 13))
        .setLegendFont(font)
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE);
    styler
        .setAxisTitleFont(font)
        .setAxisTickLabelsFont(font.deriveFont(11f))
        .setPlotGridLinesColor(new Color(0xDDDDDD))
        .setPlotGridLinesStroke(THIN)
        .setMarkerSize(7);
  }

  private static void draw(XYChart plot, List<Curve> curves) {
    IntStream.range(0, curves.size())
        .forEach(
            i -> {
              Curve curve = curves.get(i);
              look(plot.addSeries(curve.name(), curve.x(), curve.y()), curve.look(), i);
            });
  }

  private static void look(XYSeries series, Curve.Look look, int index) {
    SeriesStyle style = SeriesStyle.of(index);
    series.setMarkerColor(style.colour()).setLineColor(style.colour());
    switch (look) {
      case MARKED_LINE -> series.setMarker(style.marker()).setLineStyle(style.line());
      case LINE -> series.setMarker(new None()).setLineStyle(style.line());
      case THREAD -> {
        series.setMarker(new None()).setLineStyle(THIN);
        series.setLineColor(THREADS);
      }
      case DOTS -> {
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(DOTS);
      }
    }
  }
}

package dev.tidewheel.bench.quality;

import dev.tidewheel.bench.quality.QualityReport.Row;
import dev.tidewheel.chart.Axes;
import dev.tidewheel.chart.Curve;
import dev.tidewheel.chart.Figure;
import dev.tidewheel.chart.Figures;
import dev.tidewheel.sampling.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The report's figures, by the names of their files. */
public final class QualityFigures {
  private QualityFigures() {}

  /** Those that the report has rows for. */
  public static Map<String, Figure> of(QualityReport report) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    if (!report.rows().isEmpty()) {
      figures.put("quality", quality(report.rows()));
    }
    List<Row> adaptive =
        report.rows().stream()
            .filter(row -> row.method().steps() instanceof Steps.Adaptive)
            .toList();
    if (!adaptive.isEmpty()) {
      figures.put("adaptive-steps", adaptiveSteps(adaptive));
      figures.put("step-sizes", stepSizes(adaptive));
    }
    return figures;
  }

  private static Figure quality(List<Row> rows) {
    Map<String, List<Row>> methods = new LinkedHashMap<>();
    for (Row row : rows) {
      methods
          .computeIfAbsent(row.model() + ", " + row.method().title(), _ -> new ArrayList<>())
          .add(row);
    }
    List<Curve> curves = new ArrayList<>();
    methods.forEach(
        (name, points) -> {
          List<Row> sorted =
              points.stream().sorted(Comparator.comparingDouble(Row::evaluations)).toList();
          curves.add(
              new Curve(
                  name,
                  sorted.stream().mapToDouble(Row::evaluations).toArray(),
                  sorted.stream().mapToDouble(Row::fid).toArray(),
                  Curve.Look.MARKED_LINE));
        });
    return Figures.logarithmicCurves(
        new Axes(
            "Quality against evaluations (lower is better)",
            "evaluations of the network for a picture",
            "FID in the classifier's features"),
        curves);
  }

  private static Figure adaptiveSteps(List<Row> rows) {
    int least = rows.stream().mapToInt(Row::least).min().orElse(0);
    int most = rows.stream().mapToInt(Row::most).max().orElse(0);
    double[] evaluations = IntStream.rangeClosed(least, most).asDoubleStream().toArray();
    List<Curve> curves = new ArrayList<>();
    for (Row row : rows) {
      int[] pictures = row.profile().pictures();
      double total = IntStream.of(pictures).sum();
      double[] shares =
          IntStream.rangeClosed(least, most)
              .mapToDouble(i -> i < pictures.length ? 100 * pictures[i] / total : 0)
              .toArray();
      curves.add(new Curve(name(row), evaluations, shares, Curve.Look.LINE));
    }
    return Figures.bars(
        new Axes(
            "Evaluations that pictures take when steps adapt",
            "evaluations of the network",
            "pictures, %"),
        curves);
  }

  private static Figure stepSizes(List<Row> rows) {
    List<Curve> curves = new ArrayList<>();
    for (Row row : rows) {
      double[] lengths = row.profile().lengths();
      int[] met =
          IntStream.range(0, lengths.length).filter(i -> !Double.isNaN(lengths[i])).toArray();
      curves.add(
          new Curve(
              name(row),
              IntStream.of(met).mapToDouble(i -> (i + 0.5) / lengths.length).toArray(),
              IntStream.of(met).mapToDouble(i -> lengths[i]).toArray(),
              Curve.Look.MARKED_LINE));
    }
    curves.add(
        new Curve("10 even steps", new double[] {0, 1}, new double[] {0.1, 0.1}, Curve.Look.LINE));
    return Figures.curves(
        new Axes(
            "Length of the steps on the way from noise (1) to data (0)",
            "share of the noise where a step begins, sigma",
            "mean length of the step"),
        curves);
  }

  private static String name(Row row) {
    return row.model() + ", " + row.method().amount();
  }
}

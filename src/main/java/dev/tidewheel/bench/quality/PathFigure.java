package dev.tidewheel.bench.quality;

import dev.tidewheel.chart.Curve;
import dev.tidewheel.chart.Figure;
import dev.tidewheel.chart.Figures;
import dev.tidewheel.sampling.path.Paths;
import dev.tidewheel.sampling.path.ProbabilityPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ways of {@link PathFamily} as a picture: straight against curved at a glance. */
public final class PathFigure {
  private static final List<String> FAMILIES =
      List.of("rectified", "variance-preserving", "cosine", "variance-exploding");
  private static final double EDGE = 3;
  private static final int STEPS = 400;

  /** Nobody sees a smaller distance. */
  private static final double FINENESS = 0.005;

  private PathFigure() {}

  /** Draws it. */
  public static Figure draw() {
    List<Figures.Plane> planes =
        FAMILIES.stream().map(name -> plane(Paths.named(name).orElseThrow())).toList();
    return Figures.planes(planes, EDGE, 2);
  }

  private static Figures.Plane plane(ProbabilityPath path) {
    List<PathShape.Way> ways = PathFamily.ways(path, new EvenShares(path), STEPS);
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      List<double[]> seen = Outline.of(seen(ways.get(i).states()), FINENESS);
      curves.add(
          new Curve("way " + i, coordinate(seen, 0), coordinate(seen, 1), Curve.Look.THREAD));
    }
    List<double[]> ends = ways.stream().map(way -> way.states().getLast()).toList();
    curves.add(new Curve("ends", coordinate(ends, 0), coordinate(ends, 1), Curve.Look.DOTS));
    String title =
        String.format(
            Locale.ROOT,
            "%s: %d even steps miss by %.2f",
            path.title(),
            PathFamily.FEW,
            PathFamily.of(path).missByTime());
    return new Figures.Plane(title, curves);
  }

  /** Ways that begin far outside are drawn from the edge on. */
  private static List<double[]> seen(List<double[]> states) {
    int first = 0;
    while (Math.max(Math.abs(states.get(first)[0]), Math.abs(states.get(first)[1])) > EDGE) {
      first++;
    }
    return states.subList(first, states.size());
  }

  private static double[] coordinate(List<double[]> states, int axis) {
    return states.stream().mapToDouble(state -> state[axis]).toArray();
  }
}

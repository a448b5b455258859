package dev.tidewheel.bench.quality;

import java.util.ArrayList;
import java.util.List;

/** A line through many points of the plane, told with few (Douglas and Peucker 1973). */
final class Outline {
  private Outline() {}

  /**
   * The points that matter: no other is farther from the line through them than is allowed.
   *
   * @param points two or more; the first and the last stay
   */
  static List<double[]> of(List<double[]> points, double allowed) {
    List<double[]> kept = new ArrayList<>();
    kept.add(points.getFirst());
    addBetween(points, allowed, kept);
    kept.add(points.getLast());
    return kept;
  }

  private static void addBetween(List<double[]> points, double allowed, List<double[]> kept) {
    int farthest = 0;
    double most = allowed;
    for (int i = 1; i < points.size() - 1; i++) {
      double distance = distance(points.get(i), points.getFirst(), points.getLast());
      if (distance > most) {
        most = distance;
        farthest = i;
      }
    }
    if (farthest > 0) {
      addBetween(points.subList(0, farthest + 1), allowed, kept);
      kept.add(points.get(farthest));
      addBetween(points.subList(farthest, points.size()), allowed, kept);
    }
  }

  /** The distance of a point from the line between two others. */
  private static double distance(double[] point, double[] from, double[] to) {
    double alongX = to[0] - from[0];
    double alongY = to[1] - from[1];
    double square = alongX * alongX + alongY * alongY;
    double share =
        square == 0
            ? 0
            : Math.clamp(
                ((point[0] - from[0]) * alongX + (point[1] - from[1]) * alongY) / square, 0, 1);
    return Math.hypot(point[0] - from[0] - share * alongX, point[1] - from[1] - share * alongY);
  }
}

package dev.tidewheel.sampling;

/** How times or noise levels lie between the first and the last. */
public enum Spacing {
  /** As they are laid first. */
  EVEN,
  /** By the rule of Karras et al. */
  KARRAS,
  /** Evenly by their logarithm. */
  EXPONENTIAL;

  private static final double RHO = 7;

  /** Points between the first and the last of the given ones. */
  double[] again(double[] points) {
    double first = points[0];
    double last = points[points.length - 1];
    return switch (this) {
      case EVEN -> points;
      case KARRAS -> Grids.karras(first, last, points.length, RHO);
      case EXPONENTIAL -> Grids.exponential(first, last, points.length);
    };
  }
}

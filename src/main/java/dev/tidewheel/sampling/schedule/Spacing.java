package dev.tidewheel.sampling.schedule;

/** How times or noise levels lie between the first and the last. */
public enum Spacing {
  /** As they are laid first. */
  EVEN,
  /** By the rule of Karras et al. */
  KARRAS,
  /** Evenly by their logarithm. */
  EXPONENTIAL,
  /** As the quantiles of a beta distribution (Lee et al. 2024, arXiv 2407.12173). */
  BETA;

  private static final double RHO = 7;

  /** The points laid again between the first and the last of them. */
  double[] again(double[] points) {
    return this == EVEN ? points : between(points[0], points[points.length - 1], points.length);
  }

  /** So many points from one to another. */
  double[] between(double first, double last, int count) {
    return switch (this) {
      case EVEN -> Grids.evenly(first, last, count);
      case KARRAS -> Grids.karras(first, last, count, RHO);
      case EXPONENTIAL -> Grids.exponential(first, last, count);
      case BETA -> Grids.beta(first, last, count);
    };
  }
}

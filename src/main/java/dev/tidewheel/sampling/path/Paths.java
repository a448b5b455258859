package dev.tidewheel.sampling.path;

import java.util.List;
import java.util.Optional;

/** The paths in continuous time, by name. */
public final class Paths {
  private static final List<ProbabilityPath> ALL =
      List.of(
          RectifiedPath.INSTANCE,
          new OptimalTransportPath(1e-5),
          VariancePreservingPath.LINEAR,
          VariancePreservingPath.SCALED_LINEAR,
          VariancePreservingPath.SQUARED_COSINE,
          VarianceExplodingPath.usual(),
          CosinePath.unit(),
          CosinePath.trigonometric(0.5));

  private Paths() {}

  /** All of them. */
  public static List<ProbabilityPath> all() {
    return ALL;
  }

  /** The path of a name. */
  public static Optional<ProbabilityPath> named(String name) {
    return ALL.stream().filter(path -> path.title().equals(name)).findFirst();
  }
}

package dev.tidewheel.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What the benchmark of adaptive steps measures.
 *
 * @param folder the model's folder
 * @param images images, of the model's classes in turn and each with its own seed
 * @param seed seed of the first; the others follow it
 * @param searched images on which the best named combinations are searched, with other seeds; 0
 *     leaves the search out
 * @param solver name of the solver whose steps adapt
 * @param tolerances tolerances, the largest first
 * @param minimum fewest evaluations of an image
 * @param maximum most evaluations of an image
 * @param guidance guidance scales; 1 means none
 * @param reference most evaluations of the image that errors are measured against
 */
public record AdaptiveBenchmarkSettings(
    Path folder,
    int images,
    long seed,
    int searched,
    String solver,
    List<Double> tolerances,
    int minimum,
    int maximum,
    List<Double> guidance,
    int reference) {

  /** Copies the lists and sorts the tolerances. */
  public AdaptiveBenchmarkSettings {
    tolerances = tolerances.stream().sorted((a, b) -> Double.compare(b, a)).toList();
    guidance = List.copyOf(guidance);
  }

  /** Seed of the first image of the search: far from the others. */
  long searchSeed() {
    return seed + 1_000_000;
  }
}

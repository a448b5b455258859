package dev.tidewheel.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What the benchmark of adaptive steps measures.
 *
 * @param folder the model's folder
 * @param images images, of the model's classes in turn and each with its own seed
 * @param solver name of the solver whose steps adapt
 * @param tolerances tolerances, the largest first
 * @param minimum fewest evaluations of an image
 * @param maximum most evaluations of an image
 * @param guidance guidance scale; 1 means none
 * @param reference most evaluations of the image that errors are measured against
 */
public record AdaptiveBenchmarkSettings(
    Path folder,
    int images,
    String solver,
    List<Double> tolerances,
    int minimum,
    int maximum,
    double guidance,
    int reference) {

  /** Copies the list and sorts it. */
  public AdaptiveBenchmarkSettings {
    tolerances = tolerances.stream().sorted((a, b) -> Double.compare(b, a)).toList();
  }
}

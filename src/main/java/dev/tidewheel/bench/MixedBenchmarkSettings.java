package dev.tidewheel.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What the benchmark of a mixed load measures.
 *
 * @param folders folders of the models
 * @param guidance guidance scales; models without a class that means none are asked without
 * @param tolerance the tolerance that every image asks for
 * @param images images of the load
 * @param seed seed of its first image, and of its order
 * @param searched images, of other seeds, on which fixed ways are compared first
 * @param reference most evaluations of the image that errors are measured against, on the straight
 *     path
 * @param runs how often each way is drawn by the engine
 * @param device name of the device
 * @param threads threads that share the images of an evaluation
 * @param batch most images in a tick
 */
public record MixedBenchmarkSettings(
    List<Path> folders,
    List<Double> guidance,
    double tolerance,
    int images,
    long seed,
    int searched,
    int reference,
    int runs,
    String device,
    int threads,
    int batch) {

  /** Copies the lists. */
  public MixedBenchmarkSettings {
    folders = List.copyOf(folders);
    guidance = guidance.stream().sorted().distinct().toList();
  }

  /** Seed of the first image of the search: far from the others. */
  long searchSeed() {
    return seed + 100_000_000;
  }
}

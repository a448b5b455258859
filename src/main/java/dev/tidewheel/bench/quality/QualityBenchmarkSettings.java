package dev.tidewheel.bench.quality;

import java.nio.file.Path;
import java.util.List;

/**
 * What the benchmark of quality measures.
 *
 * @param models folders of the models; the first flow is the base that others are compared with
 * @param classifier folder of the metric network
 * @param quick whether few rows are measured
 * @param images pictures of each row
 * @param sample images of which errors and paths are measured
 * @param reference evaluations of the image that errors are measured against
 * @param batch most images of an evaluation
 */
public record QualityBenchmarkSettings(
    List<Path> models,
    Path classifier,
    boolean quick,
    int images,
    int sample,
    int reference,
    int batch) {
  /** Copies the list. */
  public QualityBenchmarkSettings {
    models = List.copyOf(models);
  }

  /** All rows, with 5,000 pictures each. */
  public static QualityBenchmarkSettings full(List<Path> models, Path classifier) {
    return new QualityBenchmarkSettings(models, classifier, false, 5000, 64, 120, 16);
  }

  /** A few rows, with 1,000 pictures each. */
  public static QualityBenchmarkSettings quick(List<Path> models, Path classifier) {
    return new QualityBenchmarkSettings(models, classifier, true, 1000, 32, 60, 16);
  }

  /** The same with another number of pictures. */
  public QualityBenchmarkSettings withImages(int count) {
    return new QualityBenchmarkSettings(
        models, classifier, quick, count, Math.min(sample, count), reference, batch);
  }
}

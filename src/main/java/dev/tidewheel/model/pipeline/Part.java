package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.TensorInfo;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.TensorType;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A network of a folder whose weights were found to fit.
 *
 * @param name the folder's name for it
 * @param type its class, as the folder names it
 * @param specs the weights that it needs
 * @param location where they are
 * @param stored the type of most of them
 * @param leftOver tensors beside them that it does not need
 */
public record Part(
    String name,
    String type,
    List<TensorSpec> specs,
    WeightLocation location,
    TensorType stored,
    List<String> leftOver) {
  /** Copies the lists. */
  public Part {
    specs = List.copyOf(specs);
    leftOver = List.copyOf(leftOver);
  }

  /**
   * Finds and checks the weights of a network.
   *
   * @throws dev.tidewheel.model.files.ModelException if a tensor is missing or misshapen
   */
  static Part read(Path folder, String name, String type, List<TensorSpec> specs) {
    WeightLocation location = WeightLocation.find(folder.resolve(name));
    try (WeightFiles files = WeightFiles.open(location)) {
      List<String> leftOver = files.require(specs);
      List<TensorInfo> needed = specs.stream().map(spec -> files.info(spec.name())).toList();
      return new Part(name, type, specs, location, usual(needed), leftOver);
    }
  }

  private static TensorType usual(List<TensorInfo> tensors) {
    Map<TensorType, Long> elements = new EnumMap<>(TensorType.class);
    tensors.forEach(tensor -> elements.merge(tensor.type(), tensor.elements(), Long::sum));
    return elements.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(TensorType.F32);
  }

  /** Number of weights. */
  public long parameters() {
    return specs.stream().mapToLong(TensorSpec::elements).sum();
  }
}

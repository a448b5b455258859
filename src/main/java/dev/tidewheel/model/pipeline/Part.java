package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import java.nio.file.Path;
import java.util.List;

/**
 * A network of a folder whose weights were found to fit.
 *
 * @param name the folder's name for it
 * @param type its class, as the folder names it
 * @param specs the weights that it needs
 * @param location where they are
 */
public record Part(String name, String type, List<TensorSpec> specs, WeightLocation location) {
  /** Copies the list. */
  public Part {
    specs = List.copyOf(specs);
  }

  /**
   * Finds and checks the weights of a network.
   *
   * @throws dev.tidewheel.model.files.ModelException if a tensor is missing, misshapen or left over
   */
  static Part read(Path folder, String name, String type, List<TensorSpec> specs) {
    WeightLocation location = WeightLocation.find(folder.resolve(name));
    try (WeightFiles files = WeightFiles.open(location)) {
      files.requireExactly(specs);
    }
    return new Part(name, type, specs, location);
  }

  /** Number of weights. */
  public long parameters() {
    return specs.stream().mapToLong(TensorSpec::elements).sum();
  }
}

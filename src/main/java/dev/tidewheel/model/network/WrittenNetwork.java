package dev.tidewheel.model.network;

import dev.tidewheel.model.files.TensorSpec;
import java.util.List;
import java.util.Set;

/**
 * A network as TorchScript text.
 *
 * @param forward the function; its last argument {@code w} is the list of weights
 * @param weights what that list holds, in order
 * @param buffers names of those that were not learned, and do not count as parameters
 */
public record WrittenNetwork(String forward, List<TensorSpec> weights, Set<String> buffers) {
  /** Copies the list and the set. */
  public WrittenNetwork {
    weights = List.copyOf(weights);
    buffers = Set.copyOf(buffers);
  }

  /** A network whose weights were all learned. */
  public WrittenNetwork(String forward, List<TensorSpec> weights) {
    this(forward, weights, Set.of());
  }

  public long parameters() {
    return weights.stream()
        .filter(spec -> !buffers.contains(spec.name()))
        .mapToLong(TensorSpec::elements)
        .sum();
  }
}

package dev.tidewheel.model.network;

import dev.tidewheel.model.files.TensorSpec;
import java.util.List;

/**
 * A network as TorchScript text.
 *
 * @param forward the function; its last argument {@code w} is the list of weights
 * @param weights what that list holds, in order
 */
public record WrittenNetwork(String forward, List<TensorSpec> weights) {
  /** Copies the list. */
  public WrittenNetwork {
    weights = List.copyOf(weights);
  }

  public long parameters() {
    return weights.stream().mapToLong(TensorSpec::elements).sum();
  }
}

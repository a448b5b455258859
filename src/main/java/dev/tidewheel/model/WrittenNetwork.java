package dev.tidewheel.model;

import java.util.List;

/**
 * A network as TorchScript text.
 *
 * @param forward the function; its last argument {@code w} is the list of weights
 * @param weights what that list holds, in order
 */
record WrittenNetwork(String forward, List<TensorSpec> weights) {
  WrittenNetwork {
    weights = List.copyOf(weights);
  }

  long parameters() {
    return weights.stream().mapToLong(TensorSpec::elements).sum();
  }
}

package dev.tidewheel.model;

import java.util.List;

/**
 * A tensor that a network needs.
 *
 * @param name its name in the weight file
 * @param shape its sizes, outermost first
 */
record TensorSpec(String name, List<Long> shape) {
  TensorSpec {
    shape = List.copyOf(shape);
  }

  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}

package dev.tidewheel.model.files;

import java.util.List;

/**
 * A tensor that a network needs.
 *
 * @param name its name in the weight file
 * @param shape its sizes, outermost first
 */
public record TensorSpec(String name, List<Long> shape) {
  /** Copies the shape. */
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}

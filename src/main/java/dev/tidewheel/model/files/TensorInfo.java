package dev.tidewheel.model.files;

import java.util.List;

/**
 * What a safetensors header says of one tensor.
 *
 * @param name its name, unique in the file
 * @param type its element type
 * @param shape its sizes, outermost first; empty for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {
  /** Copies the shape. */
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** The number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The number of bytes. */
  public long bytes() {
    return end - begin;
  }
}

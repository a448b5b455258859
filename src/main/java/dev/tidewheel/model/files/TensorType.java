package dev.tidewheel.model.files;

import java.util.Arrays;
import java.util.Optional;

/** The element types that a safetensors header may name. */
public enum TensorType {
  /** 32-bit IEEE float. */
  F32(32, true),
  /** 16-bit IEEE float. */
  F16(16, true),
  /** The upper half of a 32-bit float. */
  BF16(16, true),
  /** 64-bit IEEE float. */
  F64(64, false),
  /** 8-bit float, 4 bits of exponent. */
  F8_E4M3(8, false),
  /** 8-bit float, 5 bits of exponent. */
  F8_E5M2(8, false),
  /** 8-bit power of two. */
  F8_E8M0(8, false),
  /** 6-bit float, 2 bits of exponent. */
  F6_E2M3(6, false),
  /** 6-bit float, 3 bits of exponent. */
  F6_E3M2(6, false),
  /** 4-bit float. */
  F4(4, false),
  /** Complex number of two 32-bit floats. */
  C64(64, false),
  /** Signed 64-bit integer. */
  I64(64, false),
  /** Unsigned 64-bit integer. */
  U64(64, false),
  /** Signed 32-bit integer. */
  I32(32, false),
  /** Unsigned 32-bit integer. */
  U32(32, false),
  /** Signed 16-bit integer. */
  I16(16, false),
  /** Unsigned 16-bit integer. */
  U16(16, false),
  /** Signed 8-bit integer. */
  I8(8, false),
  /** Unsigned 8-bit integer. */
  U8(8, false),
  /** A byte, 0 or 1. */
  BOOL(8, false);

  private final int bits;
  private final boolean weight;

  TensorType(int bits, boolean weight) {
    this.bits = bits;
    this.weight = weight;
  }

  /** The bits of one element. */
  public int bits() {
    return bits;
  }

  /** Whether a network's weights may have this type here. */
  public boolean isWeight() {
    return weight;
  }

  public static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}

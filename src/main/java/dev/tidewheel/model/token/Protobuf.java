package dev.tidewheel.model.token;

import java.io.Serial;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A protobuf message, field by field: after each {@link #next()} one value is to be taken or
 * skipped.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class Protobuf {
  /** Bytes that are no message, or a value of another type than expected. */
  static final class MalformedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int TYPE_BITS = 3;

  private final ByteBuffer buffer;
  private int tag;

  Protobuf(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes to the next field; false at the end. */
  boolean next() {
    if (!buffer.hasRemaining()) {
      return false;
    }
    tag = (int) varint();
    return true;
  }

  /** The number of the field. */
  int field() {
    return tag >>> TYPE_BITS;
  }

  int integer() {
    require(VARINT);
    return (int) varint();
  }

  float number32() {
    require(FIXED32);
    return Float.intBitsToFloat(slice(Float.BYTES).getInt());
  }

  byte[] bytes() {
    ByteBuffer slice = slice();
    byte[] bytes = new byte[slice.remaining()];
    slice.get(bytes);
    return bytes;
  }

  Protobuf message() {
    return new Protobuf(slice());
  }

  void skip() {
    switch (tag & ((1 << TYPE_BITS) - 1)) {
      case VARINT -> varint();
      case FIXED64 -> slice(Long.BYTES);
      case BYTES -> slice();
      case FIXED32 -> slice(Integer.BYTES);
      default -> throw new MalformedException("field " + field() + " has an unknown type");
    }
  }

  private ByteBuffer slice() {
    require(BYTES);
    return slice(varint());
  }

  private ByteBuffer slice(long length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new MalformedException("it ends within field " + field());
    }
    ByteBuffer slice = buffer.slice(buffer.position(), (int) length).order(buffer.order());
    buffer.position(buffer.position() + (int) length);
    return slice;
  }

  private long varint() {
    long value = 0;
    try {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE - 1) {
        byte next = buffer.get();
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
    } catch (BufferUnderflowException e) {
      throw new MalformedException("it ends within a number");
    }
    throw new MalformedException("a number is too long");
  }

  private void require(int type) {
    if ((tag & ((1 << TYPE_BITS) - 1)) != type) {
      throw new MalformedException("field " + field() + " has another type");
    }
  }
}

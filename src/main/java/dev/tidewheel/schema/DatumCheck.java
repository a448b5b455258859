package dev.tidewheel.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a plain Avro datum before anything is allocated for it, and finds the first place
 * where it is not one.
 *
 * <p>A decoder believes the lengths that it reads; after this check every length is known to lie
 * within the bytes. An item of an array takes at least one byte here: none of our schemas has empty
 * items. The first fault sticks, and nothing is read after it. For one use by one thread.
 */
final class DatumCheck {
  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] bytes;
  private int position;
  private @Nullable String fault;

  private DatumCheck(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.position = offset;
  }

  /**
   * The first fault of a datum that should fill the bytes from an offset to their end.
   *
   * @return what is wrong and in which field, or nothing where the datum can be decoded
   */
  static Optional<String> firstFault(Schema writer, byte[] bytes, int offset) {
    var check = new DatumCheck(bytes, offset);
    check.datum(writer, writer.getName());
    if (check.fault == null && check.position < bytes.length) {
      check.fail(writer.getName(), "is followed by %d stray bytes".formatted(check.remaining()));
    }
    return Optional.ofNullable(check.fault);
  }

  private void datum(Schema schema, String path) {
    switch (schema.getType()) {
      case RECORD -> record(schema, path);
      case UNION -> branch(schema, path);
      case ARRAY -> blocks(path, index -> datum(schema.getElementType(), path + "[" + index + "]"));
      case MAP ->
          blocks(
              path,
              index -> {
                string(path + " key");
                datum(schema.getValueType(), path + " value");
              });
      case STRING -> string(path);
      case BYTES -> skip(length(path), path);
      case FIXED -> skip(schema.getFixedSize(), path);
      case ENUM -> choice(schema.getEnumSymbols().size(), path, "symbol");
      case INT -> {
        long value = varint(path);
        if (value != (int) value) {
          fail(path, "is beyond 32 bits: " + value);
        }
      }
      case LONG -> varint(path);
      case FLOAT -> skip(Float.BYTES, path);
      case DOUBLE -> skip(Double.BYTES, path);
      case BOOLEAN -> choiceByte(path);
      case NULL -> {}
    }
  }

  private void record(Schema schema, String path) {
    for (Schema.Field field : schema.getFields()) {
      if (fault != null) {
        return;
      }
      datum(field.schema(), path + "." + field.name());
    }
  }

  private void branch(Schema union, String path) {
    int chosen = choice(union.getTypes().size(), path, "branch");
    if (fault == null) {
      datum(union.getTypes().get(chosen), path);
    }
  }

  private interface Item {
    void check(long index);
  }

  private void blocks(String path, Item item) {
    long index = 0;
    for (long count = varint(path); count != 0 && fault == null; count = varint(path)) {
      int end = bytes.length;
      if (count < 0) {
        count = -count;
        int size = length(path);
        end = position + size;
      }
      if (count < 0 || count > end - position) {
        fail(path, "claims " + count + " items");
      }
      for (long i = 0; i < count && fault == null; i++) {
        item.check(index++);
      }
    }
  }

  private int choice(int choices, String path, String what) {
    long chosen = varint(path);
    if (chosen < 0 || chosen >= choices) {
      fail(path, "has no " + what + " number " + chosen);
    }
    return (int) chosen;
  }

  private void choiceByte(String path) {
    skip(1, path);
    if (fault == null && (bytes[position - 1] & ~1) != 0) {
      fail(path, "is neither true nor false");
    }
  }

  private void string(String path) {
    int length = length(path);
    int start = position;
    skip(length, path);
    if (fault != null) {
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
    } catch (CharacterCodingException e) {
      fail(path, "is not UTF-8");
    }
  }

  private int length(String path) {
    long length = varint(path);
    if (length < 0 || length > remaining()) {
      fail(path, "claims a length of " + length);
      return 0;
    }
    return (int) length;
  }

  private void skip(int count, String path) {
    if (fault == null && count > remaining()) {
      fail(path, "is cut off");
    }
    if (fault == null) {
      position += count;
    }
  }

  private long varint(String path) {
    long raw = 0;
    for (int i = 0; i < MAX_VARINT_BYTES && fault == null; i++) {
      if (position == bytes.length) {
        fail(path, "is cut off");
        return 0;
      }
      byte next = bytes[position++];
      raw |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    fail(path, "is no number: its bytes do not end");
    return 0;
  }

  private int remaining() {
    return bytes.length - position;
  }

  private void fail(String path, String what) {
    if (fault == null) {
      fault =
          "%s %s (byte %d of %d)"
              .formatted(path, what, Math.min(position, bytes.length), bytes.length);
    }
  }
}

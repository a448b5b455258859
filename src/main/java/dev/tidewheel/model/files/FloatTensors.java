package dev.tidewheel.model.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors by name, to be written as a safetensors file: the length of a JSON header in 8 bytes, the
 * header, the numbers one tensor after the other. For one thread at a time.
 */
public final class FloatTensors {
  private static final int ALIGNMENT = 8;

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(long[] shape, float[] values) {
    long bytes() {
      return (long) values.length * Float.BYTES;
    }
  }

  /**
   * Adds a tensor, or replaces the one of its name.
   *
   * @param values as many as the shape has places
   */
  public void put(String name, long[] shape, float[] values) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "%d values do not have the shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    entries.put(name, new Entry(shape.clone(), values.clone()));
  }

  /** Writes all of them as 32-bit floats. */
  public void write(Path file) throws IOException {
    byte[] header = header();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(littleEndian(Long.BYTES).putLong(header.length).array());
      out.write(header);
      for (Entry entry : entries.values()) {
        ByteBuffer bytes = littleEndian(Math.toIntExact(entry.bytes()));
        bytes.asFloatBuffer().put(entry.values);
        out.write(bytes.array());
      }
    }
  }

  /** Padded with spaces, so that the numbers begin at a multiple of 8. */
  private byte[] header() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    long begin = 0;
    for (Map.Entry<String, Entry> named : entries.entrySet()) {
      Entry entry = named.getValue();
      ObjectNode tensor = json.putObject(named.getKey()).put("dtype", "F32");
      Arrays.stream(entry.shape).forEach(tensor.putArray("shape")::add);
      tensor.putArray("data_offsets").add(begin).add(begin + entry.bytes());
      begin += entry.bytes();
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

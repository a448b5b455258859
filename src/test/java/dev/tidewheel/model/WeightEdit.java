package dev.tidewheel.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Changes safetensors files in ways that keep them sound. */
final class WeightEdit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WeightEdit() {}

  /** Gives all tensors 8-bit floats of zero. */
  static void toFp8(Path file) throws IOException {
    ObjectNode header = header(file);
    long end = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getValue() instanceof ObjectNode tensor && tensor.has("dtype")) {
        long elements = 1;
        for (JsonNode side : tensor.path("shape")) {
          elements *= side.longValue();
        }
        tensor.put("dtype", "F8_E4M3").putArray("data_offsets").add(end).add(end + elements);
        end += elements;
      }
    }
    write(file, header, new byte[(int) end]);
  }

  /** Turns the shape of the first matrix that is not square; the answer is its name. */
  static String turnAMatrix(Path file) throws IOException {
    ObjectNode header = header(file);
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      JsonNode shape = entry.getValue().path("shape");
      if (shape.size() == 2 && shape.get(0).longValue() != shape.get(1).longValue()) {
        ((ObjectNode) entry.getValue())
            .putArray("shape")
            .add(shape.get(1).longValue())
            .add(shape.get(0).longValue());
        write(file, header, data(file));
        return entry.getKey();
      }
    }
    throw new AssertionError("no such matrix in " + file);
  }

  /** Adds a tensor of so many bytes, all zero, at the end. */
  static void add(Path file, String name, String type, int bytes) throws IOException {
    ObjectNode header = header(file);
    byte[] data = data(file);
    int size = bytes / (type.equals("I64") ? 8 : type.equals("F32") ? 4 : 2);
    ObjectNode tensor = header.putObject(name).put("dtype", type);
    tensor.putArray("shape").add(size);
    tensor.putArray("data_offsets").add(data.length).add(data.length + bytes);
    write(file, header, Arrays.copyOf(data, data.length + bytes));
  }

  static void cut(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - bytes));
  }

  private static int headerLength(byte[] all) {
    return (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static ObjectNode header(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return (ObjectNode) JSON.readTree(all, Long.BYTES, headerLength(all));
  }

  private static byte[] data(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return Arrays.copyOfRange(all, Long.BYTES + headerLength(all), all.length);
  }

  private static void write(Path file, ObjectNode header, byte[] data) throws IOException {
    byte[] json = JSON.writeValueAsBytes(header);
    Files.write(
        file,
        ByteBuffer.allocate(Long.BYTES + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
  }
}

package dev.tidewheel.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file.
 *
 * <p>The format's own rules are held: every byte of the data belongs to exactly one tensor, and a
 * tensor's bytes are what its type and shape need.
 */
public final class SafetensorsHeader {
  private static final String CURE = "Download or save the file again";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final long dataBytes;

  private SafetensorsHeader(Path file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  /**
   * Reads a header.
   *
   * @param file named in refusals
   * @param json the header's bytes
   * @param dataBytes the number of bytes after the header
   * @return the tensors by name, in the order of their bytes
   */
  public static Map<String, TensorInfo> parse(Path file, byte[] json, long dataBytes) {
    return new SafetensorsHeader(file, dataBytes).tensors(json);
  }

  private Map<String, TensorInfo> tensors(byte[] json) {
    List<TensorInfo> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object(json).properties()) {
      if (!field.getKey().equals("__metadata__")) {
        found.add(tensor(field.getKey(), field.getValue()));
      }
    }
    found.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    requireEveryByteOnce(found);
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    found.forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }

  private JsonNode object(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (node == null || !node.isObject()) {
        throw refused("the header is not a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          file, "the header is not valid JSON: " + e.getOriginalMessage(), CURE, e);
    } catch (IOException e) {
      throw new ModelException(file, "the header cannot be read: " + e.getMessage(), CURE, e);
    }
  }

  private TensorInfo tensor(String name, JsonNode node) {
    String typeName = node.path("dtype").asText();
    TensorType type =
        TensorType.named(typeName)
            .orElseThrow(
                () -> refused("tensor " + name + " has the unknown dtype '" + typeName + "'"));
    List<Long> shape = naturals(name, "shape", node.path("shape"));
    List<Long> offsets = naturals(name, "data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataBytes) {
      throw refused(
          "tensor %s has data_offsets %s outside the file's %d bytes of data"
              .formatted(name, offsets, dataBytes));
    }
    var tensor = new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
    if (tensor.bytes() != bytesNeeded(tensor)) {
      throw refused(
          "tensor %s of type %s and shape %s has %d bytes, which do not fit"
              .formatted(name, type, shape, tensor.bytes()));
    }
    return tensor;
  }

  private List<Long> naturals(String name, String field, JsonNode node) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isIntegralNumber() || !element.canConvertToLong() || element.longValue() < 0) {
        throw refused("tensor " + name + " has the " + field + " " + node);
      }
      numbers.add(element.longValue());
    }
    if (!node.isArray()) {
      throw refused("tensor " + name + " has no list '" + field + "'");
    }
    return numbers;
  }

  private long bytesNeeded(TensorInfo tensor) {
    try {
      long bits = Math.multiplyExact(tensor.elements(), tensor.type().bits());
      return bits % 8 == 0 ? bits / 8 : -1;
    } catch (ArithmeticException e) {
      throw new ModelException(
          file, "tensor " + tensor.name() + " has the impossible shape " + tensor.shape(), CURE, e);
    }
  }

  private void requireEveryByteOnce(List<TensorInfo> sorted) {
    long reached = 0;
    for (TensorInfo tensor : sorted) {
      if (tensor.begin() != reached) {
        throw refused(
            "tensor %s begins at byte %d, %s byte %d, where the one before it ends"
                .formatted(
                    tensor.name(),
                    tensor.begin(),
                    tensor.begin() < reached ? "before" : "after",
                    reached));
      }
      reached = tensor.end();
    }
    if (reached != dataBytes) {
      throw refused("the last %d bytes belong to no tensor".formatted(dataBytes - reached));
    }
  }

  private ModelException refused(String what) {
    return new ModelException(file, what, CURE);
  }
}

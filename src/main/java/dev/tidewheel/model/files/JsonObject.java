package dev.tidewheel.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JSON object of a model's folder, read strictly: each key that nobody asked for is refused by
 * name.
 *
 * <p>A key that is absent has the given standard value; a null is only accepted by the optional
 * kinds.
 */
public final class JsonObject {
  /** No real configuration comes near this size. */
  private static final long LONGEST_FILE = 64 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final String prefix;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonObject(Path file, String prefix, JsonNode node) {
    this.file = file;
    this.prefix = prefix;
    this.node = node;
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it is absent, too large, or no JSON object
   */
  public static JsonObject read(Path file) {
    return new JsonObject(file, "", tree(file));
  }

  /**
   * Reads a file whose keys are data, as the words of a vocabulary.
   *
   * @throws ModelException if it is absent, too large, or no JSON object
   */
  public static ObjectNode tree(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new ModelException(
            file, "is larger than any configuration", "Download the file again");
      }
      if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new ModelException(file, "is not a JSON object", "Download the file again");
    } catch (JsonProcessingException e) {
      throw new ModelException(
          file,
          "is not valid JSON: " + e.getOriginalMessage(),
          "Correct it or download it again",
          e);
    } catch (NoSuchFileException e) {
      throw new ModelException(
          file, "cannot be read: it is not there", "Download the whole folder again", e);
    } catch (IOException e) {
      throw new ModelException(
          file,
          "cannot be read",
          "Give a diffusers folder, as save_pretrained writes it, and check its permissions",
          e);
    }
  }

  /** The same object, of which nothing has been asked. */
  public JsonObject unasked() {
    return new JsonObject(file, prefix, node);
  }

  /** The same object with other values of some keys, of which nothing has been asked. */
  public JsonObject with(Map<String, ?> values) {
    ObjectNode amended = ((ObjectNode) node).deepCopy();
    amended.setAll((ObjectNode) JSON.valueToTree(values));
    return new JsonObject(file, prefix, amended);
  }

  /** Parses a JSON object that is part of the program. */
  public static ObjectNode parsed(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public Path file() {
    return file;
  }

  public boolean flag(String key, boolean standard) {
    return get(key, JsonNode::isBoolean, JsonNode::booleanValue, "true or false").orElse(standard);
  }

  /** Whether a key is true; a null counts as false. */
  public boolean optionalFlag(String key) {
    return !isNull(key) && flag(key, false);
  }

  /** A whole number within bounds. */
  public int integer(String key, int standard, int least, int most) {
    return optionalInteger(key, least, most, false).orElse(standard);
  }

  /** A whole number within bounds; a null counts as absent. */
  public OptionalInt optionalInteger(String key, int least, int most) {
    return optionalInteger(key, least, most, true);
  }

  private OptionalInt optionalInteger(String key, int least, int most, boolean nullable) {
    if (nullable && isNull(key)) {
      return OptionalInt.empty();
    }
    Optional<Integer> value =
        get(
            key,
            n ->
                n.isIntegralNumber()
                    && n.canConvertToInt()
                    && n.intValue() >= least
                    && n.intValue() <= most,
            JsonNode::intValue,
            "a whole number from %d to %d".formatted(least, most));
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }

  /** A finite number. */
  public double number(String key, double standard) {
    return get(key, JsonObject::isFinite, JsonNode::doubleValue, "a finite number")
        .orElse(standard);
  }

  /** A number, which may be infinite. */
  public double limit(String key, double standard) {
    return get(
            key,
            n -> n.isNumber() && !Double.isNaN(n.doubleValue()),
            JsonNode::doubleValue,
            "a number")
        .orElse(standard);
  }

  /** A finite number; a null counts as absent. */
  public OptionalDouble optionalNumber(String key) {
    if (isNull(key)) {
      return OptionalDouble.empty();
    }
    Optional<Double> value =
        get(key, JsonObject::isFinite, JsonNode::doubleValue, "a finite number or null");
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  /** A list of finite numbers; a null counts as absent. */
  public Optional<List<Double>> optionalNumbers(String key) {
    return isNull(key)
        ? Optional.empty()
        : get(
            key,
            n -> n.isArray() && all(n, JsonObject::isFinite),
            n -> list(n, JsonNode::doubleValue),
            "a list of finite numbers or null");
  }

  /** One of some strings. */
  public String choice(String key, String standard, List<String> choices) {
    String choice = text(key, standard);
    if (!choices.contains(choice)) {
      throw refusedValue(key, "is not one of " + String.join(", ", choices), "Correct it");
    }
    return choice;
  }

  public String text(String key, String standard) {
    return get(key, JsonNode::isTextual, JsonNode::textValue, "a string").orElse(standard);
  }

  /** A string; a null counts as absent. */
  public Optional<String> optionalText(String key) {
    return isNull(key)
        ? Optional.empty()
        : get(key, JsonNode::isTextual, JsonNode::textValue, "a string or null");
  }

  public List<String> texts(String key, List<String> standard) {
    return get(
            key,
            n -> n.isArray() && all(n, JsonNode::isTextual),
            n -> list(n, JsonNode::textValue),
            "a list of strings")
        .orElse(standard);
  }

  /** A list of whole numbers within bounds. */
  public List<Integer> integers(String key, List<Integer> standard, int least, int most) {
    Predicate<JsonNode> fits =
        n -> n.canConvertToInt() && n.intValue() >= least && n.intValue() <= most;
    return get(
            key,
            n -> n.isArray() && all(n, e -> e.isIntegralNumber() && fits.test(e)),
            n -> list(n, JsonNode::intValue),
            "a list of whole numbers from %d to %d".formatted(least, most))
        .orElse(standard);
  }

  /** A list of true and false. */
  public List<Boolean> flags(String key) {
    return get(
            key,
            n -> n.isArray() && all(n, JsonNode::isBoolean),
            n -> list(n, JsonNode::booleanValue),
            "a list of true and false")
        .orElse(List.of());
  }

  /** Whether a key is present with a list as its value. */
  public boolean isList(String key) {
    return node.path(key).isArray();
  }

  /** Whether a key is present with a list that holds anything but nulls. */
  public boolean isComponent(String key) {
    return isList(key) && !all(node.path(key), JsonNode::isNull);
  }

  /** Whether a key is present with null as its value; counts as asking for it. */
  public boolean isNull(String key) {
    asked.add(key);
    return node.path(key).isNull();
  }

  /** Whether a key is absent, null, false, or an empty string; counts as asking for it. */
  public boolean isUnset(String key) {
    asked.add(key);
    return !node.has(key) || isUnset(node.get(key));
  }

  /** The object under a key. */
  public Optional<JsonObject> object(String key) {
    return get(
        key, JsonNode::isObject, n -> new JsonObject(file, prefix + key + ".", n), "an object");
  }

  /** The keys that are there, in their order. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The options that are set and no notes or lists, for people. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String key : keys()) {
      JsonNode value = node.get(key);
      if (!key.startsWith("_") && value.isValueNode() && !value.isNull()) {
        settings.put(inCamelCase(key), JSON.convertValue(value, Object.class));
      }
    }
    return settings;
  }

  private static String inCamelCase(String key) {
    return Pattern.compile("_(.)")
        .matcher(key)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  /** Takes a key for understood: it has no effect here, whatever its value. */
  public void ignore(String key) {
    asked.add(key);
  }

  /** Takes all keys for understood whose value is null, false, or an empty string. */
  public void ignoreUnset() {
    keys().stream().filter(key -> isUnset(node.get(key))).forEach(asked::add);
  }

  private static boolean isUnset(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty());
  }

  /**
   * Refuses what nobody asked for; keys that begin with an underscore are notes of the program that
   * saved the file.
   *
   * @throws ModelException naming every such key
   */
  public void refuseOthers() {
    List<String> others = new ArrayList<>(keys());
    others.removeIf(key -> key.startsWith("_") || asked.contains(key));
    if (!others.isEmpty()) {
      throw refused(
          "unknown option " + String.join(", ", others.stream().map(key -> prefix + key).toList()),
          "Remove it if the model does not need it");
    }
  }

  /** A refusal of one key's value. */
  public ModelException refusedValue(String key, String why, String cure) {
    return refused("%s%s = %s %s".formatted(prefix, key, node.path(key), why), cure);
  }

  /** A refusal of this file. */
  public ModelException refused(String what, String cure) {
    return new ModelException(file, what, cure);
  }

  private <T> Optional<T> get(
      String key, Predicate<JsonNode> fits, Function<JsonNode, T> value, String kind) {
    asked.add(key);
    JsonNode found = node.get(key);
    if (found == null) {
      return Optional.empty();
    }
    if (!fits.test(found)) {
      throw refusedValue(key, "is not " + kind, "Correct it");
    }
    return Optional.of(value.apply(found));
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }

  private static boolean all(JsonNode array, Predicate<JsonNode> test) {
    return list(array, Function.identity()).stream().allMatch(test);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> values = new ArrayList<>();
    array.forEach(node -> values.add(element.apply(node)));
    return List.copyOf(values);
  }
}

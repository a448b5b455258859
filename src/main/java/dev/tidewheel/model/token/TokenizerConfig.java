package dev.tidewheel.model.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a tokenizer's folder says beside its vocabulary: which tokens are special, and in which
 * role.
 *
 * <p>Files of three ages say so: {@code added_tokens_decoder} in {@code tokenizer_config.json}, and
 * where that is missing {@code special_tokens_map.json} and {@code added_tokens.json}.
 */
final class TokenizerConfig {
  /** In the order in which transformers looks at them. */
  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private static final List<String> LISTS =
      List.of("additional_special_tokens", "extra_special_tokens");

  private final Path file;
  private final ObjectNode options;

  /** By their text; where a token is there again, its last properties count. */
  private final Map<String, SpecialToken> tokens = new LinkedHashMap<>();

  private TokenizerConfig(Path file, ObjectNode options) {
    this.file = file;
    this.options = options;
  }

  /**
   * Reads a folder; all its files are optional.
   *
   * @param standard the tokens of roles where the files name none
   * @param listed what the vocabulary's own file lists as special, by number; counts where {@code
   *     tokenizer_config.json} lists none
   * @param marks further special tokens
   * @throws ModelException naming a file with an option that is not supported
   */
  static TokenizerConfig read(
      Path folder,
      Map<String, String> standard,
      Map<Long, SpecialToken> listed,
      Collection<SpecialToken> marks) {
    Path file = folder.resolve("tokenizer_config.json");
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    standard.forEach(options::put);
    setAll(options, ifThere(file));
    requireRightSide(file, options);
    Map<Long, SpecialToken> numbered = new TreeMap<>();
    if (options.path("added_tokens_decoder") instanceof ObjectNode decoder) {
      for (Map.Entry<String, JsonNode> token : decoder.properties()) {
        SpecialToken.read(token.getValue())
            .ifPresent(special -> numbered.put(number(file, token.getKey()), special));
      }
    } else {
      setAll(options, ifThere(folder.resolve("special_tokens_map.json")));
      numbered.putAll(listed);
      ifThere(folder.resolve("added_tokens.json"))
          .properties()
          .forEach(e -> numbered.put(e.getValue().asLong(), SpecialToken.word(e.getKey())));
    }
    var config = new TokenizerConfig(file, options);
    numbered.values().forEach(config::add);
    config.addNamed(marks);
    return config;
  }

  private void addNamed(Collection<SpecialToken> marks) {
    Set<String> numbered = Set.copyOf(tokens.keySet());
    List<JsonNode> named = new ArrayList<>();
    ROLES.forEach(role -> named.add(options.path(role)));
    LISTS.forEach(list -> options.path(list).forEach(named::add));
    named.stream()
        .flatMap(node -> SpecialToken.read(node).stream())
        .filter(token -> !numbered.contains(token.content()))
        .forEach(this::add);
    marks.stream().filter(token -> !tokens.containsKey(token.content())).forEach(this::add);
  }

  private void add(SpecialToken token) {
    tokens.put(token.content(), token);
  }

  /** The special tokens, each once. */
  Collection<SpecialToken> tokens() {
    return tokens.values();
  }

  /**
   * How the token that has a role is written.
   *
   * @throws ModelException if the files say something else of it than a token
   */
  String role(String role) {
    return SpecialToken.read(options.path(role))
        .map(SpecialToken::content)
        .orElseThrow(
            () -> new ModelException(file, role + " names no token", "Download the file again"));
  }

  /** The length to fill texts up to, where the folder states one. */
  OptionalInt usualLength() {
    JsonNode length = options.path("model_max_length");
    return length.canConvertToInt() ? OptionalInt.of(length.intValue()) : OptionalInt.empty();
  }

  private static void setAll(ObjectNode options, ObjectNode others) {
    others.properties().stream()
        .filter(entry -> !entry.getValue().isNull())
        .forEach(entry -> options.set(entry.getKey(), entry.getValue()));
  }

  private static long number(Path file, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ModelException(
          file,
          "added_tokens_decoder has the key " + text + ", which is no number",
          "Download the file again",
          e);
    }
  }

  private static ObjectNode ifThere(Path file) {
    return Files.exists(file) ? JsonObject.tree(file) : JsonNodeFactory.instance.objectNode();
  }

  private static void requireRightSide(Path file, ObjectNode options) {
    for (String key : List.of("padding_side", "truncation_side")) {
      if (!options.path(key).asText("right").equals("right")) {
        throw new ModelException(
            file, key + " = " + options.path(key) + " is not supported", "Supported is right");
      }
    }
  }
}

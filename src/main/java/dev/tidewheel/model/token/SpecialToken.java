package dev.tidewheel.model.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A token that is found in a text before its words are looked at.
 *
 * @param content how it is written
 * @param singleWord whether it counts only where no letters touch it
 * @param leftStrip whether it takes the white space before it
 * @param rightStrip whether it takes the white space after it
 * @param normalized whether it is looked for after the text was normalised
 * @param special whether it marks something, rather than being a word
 */
record SpecialToken(
    String content,
    boolean singleWord,
    boolean leftStrip,
    boolean rightStrip,
    boolean normalized,
    boolean special) {

  /** A mark that is found as it is written. */
  static SpecialToken mark(String content) {
    return new SpecialToken(content, false, false, false, false, true);
  }

  /** A further word, found after the text was normalised. */
  static SpecialToken word(String content) {
    return new SpecialToken(content, false, false, false, true, false);
  }

  /** What a file says of a token: only its text, which makes it a mark, or all its properties. */
  static Optional<SpecialToken> read(JsonNode node) {
    if (node.isTextual()) {
      return Optional.of(mark(node.textValue()));
    }
    if (!node.path("content").isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new SpecialToken(
            node.path("content").textValue(),
            node.path("single_word").asBoolean(false),
            node.path("lstrip").asBoolean(false),
            node.path("rstrip").asBoolean(false),
            node.path("normalized").asBoolean(true),
            node.path("special").asBoolean(true)));
  }

  /** In the form of the tokenizers library. */
  ObjectNode description(long number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", number)
        .put("content", content)
        .put("single_word", singleWord)
        .put("lstrip", leftStrip)
        .put("rstrip", rightStrip)
        .put("normalized", normalized)
        .put("special", special);
  }
}

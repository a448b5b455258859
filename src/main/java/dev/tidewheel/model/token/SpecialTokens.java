package dev.tidewheel.model.token;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The special tokens of a folder with their numbers: the vocabulary's, or the next ones after it.
 */
final class SpecialTokens {
  private final TokenizerConfig config;
  private final Map<String, Long> numbers = new LinkedHashMap<>();
  private final Map<Long, SpecialToken> tokens = new TreeMap<>();
  private final long words;

  /**
   * Numbers the tokens.
   *
   * @param vocabulary the number of each token
   */
  SpecialTokens(TokenizerConfig config, Map<String, Long> vocabulary) {
    this.config = config;
    long next = vocabulary.values().stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    for (SpecialToken token : config.tokens()) {
      Long known = vocabulary.get(token.content());
      long number = known == null ? next++ : known;
      numbers.put(token.content(), number);
      tokens.put(number, token);
    }
    words = next;
  }

  /** One more than the largest number, of the vocabulary's tokens and these. */
  long words() {
    return words;
  }

  /** The number of the token that has a role. */
  long number(String role) {
    return Objects.requireNonNull(numbers.get(config.role(role)), role);
  }

  /** All of them in the form of the tokenizers library. */
  ArrayNode description() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    tokens.forEach((number, token) -> array.add(token.description(number)));
    return array;
  }
}

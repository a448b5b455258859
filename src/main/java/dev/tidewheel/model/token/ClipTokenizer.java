package dev.tidewheel.model.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * CLIP's tokenizer: words in lower case, in byte pairs that are joined in the order in which they
 * were learned.
 *
 * <p>The rules are those of transformers' {@code CLIPTokenizer}, also where a {@code
 * tokenizer.json} has others.
 */
public final class ClipTokenizer {
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  private static final Map<String, String> ROLES =
      Map.of("bos_token", START, "eos_token", END, "unk_token", END, "pad_token", END);

  /** Words are letters, single digits, runs of signs, and the endings that English abbreviates. */
  private static final String RULES =
      """
      {
        "version": "1.0",
        "normalizer": {"type": "Sequence", "normalizers": [
          {"type": "NFC"},
          {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
          {"type": "Lowercase"}
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
            "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"
          }},
          {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}
        ]},
        "decoder": {"type": "Sequence", "decoders": [
          {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
          {"type": "Replace", "pattern": {"String": "</w>"}, "content": " "}
        ]},
        "model": {
          "type": "BPE",
          "continuing_subword_prefix": "",
          "end_of_word_suffix": "</w>",
          "fuse_unk": false,
          "byte_fallback": false
        }
      }
      """;

  private ClipTokenizer() {}

  /**
   * Reads a folder with {@code vocab.json} and {@code merges.txt}, or else with a {@code
   * tokenizer.json}.
   *
   * @throws ModelException naming the file that is missing or cannot be used
   */
  public static Tokenizer read(Path folder) {
    Path words = folder.resolve("vocab.json");
    Path whole = folder.resolve("tokenizer.json");
    if (Files.exists(words) || !Files.exists(whole)) {
      return load(folder, words, JsonObject.tree(words), merges(folder.resolve("merges.txt")));
    }
    JsonNode model = JsonObject.tree(whole).path("model");
    if (model.path("vocab") instanceof ObjectNode vocabulary
        && model.path("merges") instanceof ArrayNode merges) {
      return load(folder, whole, vocabulary, merges);
    }
    throw new ModelException(
        whole, "holds no byte pairs", "Use the tokenizer that belongs to the model");
  }

  private static Tokenizer load(Path folder, Path file, ObjectNode words, ArrayNode merges) {
    var config = TokenizerConfig.read(folder, ROLES, Map.of(), List.of());
    var special = new SpecialTokens(config, numbers(file, words));
    ObjectNode description = JsonObject.parsed(RULES);
    description.set("added_tokens", special.description());
    description
        .withObject("model")
        .put("unk_token", config.role("unk_token"))
        .<ObjectNode>set("vocab", words)
        .set("merges", merges);
    var frame =
        new PaddedTokenizer.Frame(
            OptionalLong.of(special.number("bos_token")),
            special.number("eos_token"),
            special.number("pad_token"));
    return PaddedTokenizer.load(description, special.words(), frame, config.usualLength(), file);
  }

  private static Map<String, Long> numbers(Path file, ObjectNode words) {
    Map<String, Long> numbers = new HashMap<>();
    for (Map.Entry<String, JsonNode> word : words.properties()) {
      if (!word.getValue().canConvertToInt() || word.getValue().intValue() < 0) {
        throw new ModelException(
            file, "gives " + word.getKey() + " no number", "Download the file again");
      }
      numbers.put(word.getKey(), word.getValue().longValue());
    }
    return numbers;
  }

  private static ArrayNode merges(Path file) {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    for (String line : lines(file)) {
      String[] pair = line.split(" ", -1);
      if (pair.length == 2 && !line.startsWith("#version")) {
        pairs.addArray().add(pair[0]).add(pair[1]);
      } else if (!line.startsWith("#version")) {
        throw new ModelException(
            file, "holds a line that is not a pair: " + line, "Download the file again");
      }
    }
    return pairs;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new ModelException(file, "cannot be read", "Download the tokenizer's folder again", e);
    }
  }
}

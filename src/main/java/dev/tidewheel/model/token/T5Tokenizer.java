package dev.tidewheel.model.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * T5's tokenizer: of all ways to make up a word of pieces, the likeliest.
 *
 * <p>The rules are those of transformers' {@code T5Tokenizer}, also where a {@code tokenizer.json}
 * has others: it takes from there only the pieces and the map of characters.
 */
public final class T5Tokenizer {
  private static final int UNKNOWN = 2;

  /** The pieces that stand for a gap in a text; a {@code spiece.model} lacks them. */
  private static final int GAPS = 100;

  private static final Map<String, String> ROLES =
      Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "<pad>");

  private static final String RULES =
      """
      {
        "version": "1.0",
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
          {"type": "WhitespaceSplit"},
          {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true}
        ]},
        "decoder":
          {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
        "model": {"type": "Unigram", "byte_fallback": false}
      }
      """;

  private T5Tokenizer() {}

  /**
   * Reads a folder with a {@code tokenizer.json} or else a {@code spiece.model}.
   *
   * @throws ModelException naming the file that is missing or cannot be used
   */
  public static Tokenizer read(Path folder) {
    Path whole = folder.resolve("tokenizer.json");
    return Files.exists(whole)
        ? ofDescription(folder, whole)
        : ofPieces(folder, folder.resolve("spiece.model"));
  }

  private static Tokenizer ofDescription(Path folder, Path file) {
    ObjectNode json = JsonObject.tree(file);
    if (!(json.path("model").path("vocab") instanceof ArrayNode pieces)) {
      throw new ModelException(
          file, "holds no list of pieces", "Use the tokenizer that belongs to the model");
    }
    Map<Long, SpecialToken> listed = new TreeMap<>();
    json.path("added_tokens")
        .forEach(
            node ->
                SpecialToken.read(node)
                    .ifPresent(token -> listed.put(node.path("id").asLong(), token)));
    var config = TokenizerConfig.read(folder, ROLES, listed, gaps());
    return load(config, file, pieces, characterMap(json.path("normalizer")));
  }

  private static Tokenizer ofPieces(Path folder, Path file) {
    SentencePieceModel model = SentencePieceModel.read(file);
    ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
    List<SpecialToken> marks = new ArrayList<>();
    for (SentencePieceModel.Piece piece : model.pieces()) {
      pieces.addArray().add(piece.text()).add(piece.score());
      piece.mark().ifPresent(marks::add);
    }
    List<SpecialToken> gaps = gaps();
    gaps.reversed().forEach(gap -> pieces.addArray().add(gap.content()).add(0.0));
    marks.addAll(gaps);
    var config = TokenizerConfig.read(folder, ROLES, Map.of(), marks);
    return load(config, file, pieces, Base64.getEncoder().encodeToString(model.characterMap()));
  }

  private static Tokenizer load(
      TokenizerConfig config, Path file, ArrayNode pieces, String characterMap) {
    Map<String, Long> numbers = new HashMap<>();
    pieces.forEach(piece -> numbers.put(piece.path(0).asText(), (long) numbers.size()));
    var special = new SpecialTokens(config, numbers);
    ObjectNode description = JsonObject.parsed(RULES);
    description.set("added_tokens", special.description());
    description.withObject("model").put("unk_id", UNKNOWN).set("vocab", pieces);
    if (!characterMap.isEmpty()) {
      description
          .putObject("normalizer")
          .put("type", "Precompiled")
          .put("precompiled_charsmap", characterMap);
    }
    var frame =
        new PaddedTokenizer.Frame(
            OptionalLong.empty(), special.number("eos_token"), special.number("pad_token"));
    return PaddedTokenizer.load(description, special.words(), frame, config.usualLength(), file);
  }

  private static String characterMap(JsonNode normalizer) {
    if (normalizer.has("precompiled_charsmap")) {
      return normalizer.path("precompiled_charsmap").asText();
    }
    for (JsonNode part : normalizer.path("normalizers")) {
      if (part.has("precompiled_charsmap")) {
        return part.path("precompiled_charsmap").asText();
      }
    }
    return "";
  }

  private static List<SpecialToken> gaps() {
    return IntStream.range(0, GAPS)
        .mapToObj(gap -> SpecialToken.mark("<extra_id_" + gap + ">"))
        .toList();
  }
}

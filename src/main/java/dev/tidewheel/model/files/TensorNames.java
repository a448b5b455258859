package dev.tidewheel.model.files;

import java.util.Map;

/** What a tensor is called today, where libraries of different ages gave it different names. */
final class TensorNames {
  /** What early releases called the projections of an attention block. */
  private static final Map<String, String> OLD_ATTENTION_NAMES =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

  /** The whole CLIP had a text and a vision half; its text encoder alone kept the prefix. */
  private static final String TEXT_HALF = "text_model.";

  /** T5's decoder would share the table of tokens, so some files hold it by two names. */
  private static final String TOKENS = "shared.weight";

  private static final String TOKENS_AGAIN = "encoder.embed_tokens.weight";

  private TensorNames() {}

  static String current(String name) {
    if (name.equals(TOKENS_AGAIN)) {
      return TOKENS;
    }
    if (name.startsWith(TEXT_HALF)) {
      return name.substring(TEXT_HALF.length());
    }
    String[] parts = name.split("\\.");
    if (parts.length < 3 || !name.contains(".attentions.")) {
      return name;
    }
    String layer = parts[parts.length - 2];
    String current = OLD_ATTENTION_NAMES.get(layer);
    return current == null ? name : name.replace("." + layer + ".", "." + current + ".");
  }

  /** Whether a tensor may stand beside another of the same current name: it holds the same. */
  static boolean isSecondName(String name) {
    return name.equals(TOKENS_AGAIN);
  }

  /** Whether a tensor only counts 0, 1, 2, ..., as early releases saved the places of tokens. */
  static boolean isCount(String name) {
    return name.endsWith("embeddings.position_ids");
  }
}

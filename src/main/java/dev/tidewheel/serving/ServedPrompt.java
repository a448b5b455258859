package dev.tidewheel.serving;

import dev.tidewheel.engine.Prompt;
import dev.tidewheel.model.pipeline.PromptTokens;
import java.util.List;

/**
 * Tokens as the engine sees them.
 *
 * @param ids the tokens of each encoder
 * @param clipSkip last layers that CLIP encoders leave out
 * @param elements numbers that they become
 */
record ServedPrompt(List<List<Long>> ids, int clipSkip, int elements) implements Prompt {
  static ServedPrompt of(PromptTokens tokens) {
    return new ServedPrompt(tokens.ids(), tokens.clipSkip(), tokens.elements());
  }

  PromptTokens tokens() {
    return new PromptTokens(ids, clipSkip, elements, List.of());
  }
}

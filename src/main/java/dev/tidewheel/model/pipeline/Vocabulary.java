package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.token.Tokenizer;

/** Where a tokenizer and its text encoder meet: the encoder must know every token. */
final class Vocabulary {
  static final String TOKENIZER = "tokenizer";
  static final String ENCODER = "text_encoder";

  private Vocabulary() {}

  /**
   * Passes a tokenizer on.
   *
   * @param suffix what follows {@code text_encoder} and {@code tokenizer} in their names
   * @param known how many tokens the encoder knows
   * @throws ModelException if there are tokens that it does not know
   */
  static Tokenizer requireKnown(
      Tokenizer tokenizer, PipelineIndex index, String suffix, int known) {
    if (tokenizer.words() <= known) {
      return tokenizer;
    }
    tokenizer.close();
    throw new ModelException(
        index.folder().resolve(TOKENIZER + suffix),
        "makes tokens up to number %d, but vocab_size of %s is %d"
            .formatted(tokenizer.words() - 1, ENCODER + suffix, known),
        "Use the tokenizer and the text encoder of one model");
  }
}

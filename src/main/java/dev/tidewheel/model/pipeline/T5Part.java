package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.T5Config;
import dev.tidewheel.model.network.T5Text;
import dev.tidewheel.model.token.T5Tokenizer;
import dev.tidewheel.model.token.Tokenizer;
import java.util.List;

/**
 * A T5 text encoder of a folder and its tokenizer.
 *
 * @param config its configuration
 * @param part its weights
 * @param tokenizer what it reads
 */
record T5Part(T5Config config, Part part, Tokenizer tokenizer) {
  static final String TYPE = "T5EncoderModel";

  /**
   * Reads both.
   *
   * @param suffix what follows {@code text_encoder} and {@code tokenizer} in their names
   */
  static T5Part read(PipelineIndex index, String suffix) {
    String encoder = "text_encoder" + suffix;
    index.require(encoder, ClipPart.LIBRARY, List.of(TYPE));
    index.accept("tokenizer" + suffix);
    T5Config config = config(index, suffix);
    Part part = Part.read(index.folder(), encoder, TYPE, T5Text.write(config).weights());
    Tokenizer tokenizer = T5Tokenizer.read(index.folder().resolve("tokenizer" + suffix));
    return new T5Part(
        config, part, Vocabulary.requireKnown(tokenizer, index, suffix, config.vocabulary()));
  }

  /** Reads the encoder's configuration alone. */
  static T5Config config(PipelineIndex index, String suffix) {
    return T5Config.read(index.file("text_encoder" + suffix, "config.json"));
  }
}

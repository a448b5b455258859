package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.ClipConfig;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.token.ClipTokenizer;
import dev.tidewheel.model.token.Tokenizer;
import dev.tidewheel.model.token.Tokens;
import java.nio.file.Path;
import java.util.List;

/**
 * A CLIP text encoder of a folder and its tokenizer.
 *
 * @param config its configuration
 * @param part its weights
 * @param tokenizer what it reads
 */
record ClipPart(ClipConfig config, Part part, Tokenizer tokenizer) {
  static final String LIBRARY = "transformers";
  static final String PLAIN = "CLIPTextModel";
  static final String PROJECTED = "CLIPTextModelWithProjection";

  /**
   * Reads both.
   *
   * @param suffix what follows {@code text_encoder} and {@code tokenizer} in their names
   * @param type the class that the pipeline needs
   */
  static ClipPart read(PipelineIndex index, String suffix, String type) {
    String encoder = "text_encoder" + suffix;
    index.require(encoder, LIBRARY, List.of(type));
    index.accept("tokenizer" + suffix);
    ClipConfig config = config(index, suffix, type);
    Part part =
        Part.read(
            index.folder(), encoder, type, ClipText.write(config, ClipText.States.LAST).weights());
    Tokenizer tokenizer = ClipTokenizer.read(index.folder().resolve("tokenizer" + suffix));
    return new ClipPart(
        config, part, Vocabulary.requireKnown(tokenizer, index, suffix, config.vocabulary()));
  }

  /** Reads the encoder's configuration alone. */
  static ClipConfig config(PipelineIndex index, String suffix, String type) {
    Path file = index.file("text_encoder" + suffix, "config.json");
    return type.equals(PROJECTED) ? ClipConfig.readWithProjection(file) : ClipConfig.read(file);
  }

  /** The tokens of a text, as many as the tokenizer's own length and the encoder has places for. */
  Tokens tokens(String text) {
    return tokenizer.tokens(
        text, Math.min(tokenizer.usualLength().orElse(config.positions()), config.positions()));
  }

  /** Width of the pooled text. */
  int pooled() {
    return pooled(config);
  }

  /** Width of the pooled text of an encoder. */
  static int pooled(ClipConfig config) {
    return config.projection().orElse(config.width());
  }
}

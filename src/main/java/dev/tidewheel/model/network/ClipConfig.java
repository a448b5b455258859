package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The options of the text half of CLIP, as transformers' {@code CLIPTextModel} has them; an absent
 * key has the library's own default.
 *
 * @param file where they come from, for refusals
 * @param vocabulary number of tokens
 * @param positions the most tokens of a text
 * @param width channels of a token
 * @param hidden channels inside a perceptron
 * @param layers number of layers
 * @param heads attention heads of a layer
 * @param activation what a perceptron applies
 * @param eps added to a variance
 * @param endToken the token whose place is pooled; empty for the token of the largest number
 * @param projection width of the pooled text after a projection; empty where there is none
 */
public record ClipConfig(
    Path file,
    int vocabulary,
    int positions,
    int width,
    int hidden,
    int layers,
    int heads,
    TransformersActivation activation,
    double eps,
    OptionalInt endToken,
    OptionalInt projection) {

  /** Far beyond any network of this kind; it bounds what a hostile file can ask for. */
  private static final int MOST = 1 << 24;

  /** What early files have for the end token, whichever number it has in the vocabulary. */
  private static final int WRONG_END_TOKEN = 2;

  /**
   * Reads the configuration of a {@code CLIPTextModel}.
   *
   * @throws dev.tidewheel.model.files.ModelException naming the first option that is not supported
   */
  public static ClipConfig read(Path file) {
    return read(file, false);
  }

  /**
   * Reads the configuration of a {@code CLIPTextModelWithProjection}.
   *
   * @throws dev.tidewheel.model.files.ModelException naming the first option that is not supported
   */
  public static ClipConfig readWithProjection(Path file) {
    return read(file, true);
  }

  private static ClipConfig read(Path file, boolean projected) {
    JsonObject json = JsonObject.read(file);
    json.choice("model_type", "clip_text_model", List.of("clip_text_model"));
    TransformersKeys.ignore(json);
    int width = json.integer("hidden_size", 512, 1, MOST);
    int heads = json.integer("num_attention_heads", 8, 1, MOST);
    TransformersKeys.headWidth(json, "hidden_size", width, heads);
    int endToken = json.integer("eos_token_id", 49_407, 0, MOST);
    int projection = json.integer("projection_dim", 512, 1, MOST);
    var config =
        new ClipConfig(
            file,
            json.integer("vocab_size", 49_408, 1, MOST),
            json.integer("max_position_embeddings", 77, 1, MOST),
            width,
            json.integer("intermediate_size", 2048, 1, MOST),
            json.integer("num_hidden_layers", 12, 1, 1000),
            heads,
            TransformersActivation.named(json, "hidden_act", json.text("hidden_act", "quick_gelu")),
            json.number("layer_norm_eps", 1e-5),
            endToken == WRONG_END_TOKEN ? OptionalInt.empty() : OptionalInt.of(endToken),
            projected ? OptionalInt.of(projection) : OptionalInt.empty());
    json.refuseOthers();
    return config;
  }
}

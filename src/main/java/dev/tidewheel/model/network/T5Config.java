package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of T5's encoder, as transformers' {@code T5EncoderModel} has them; an absent key has
 * the library's own default.
 *
 * @param file where they come from, for refusals
 * @param vocabulary number of tokens
 * @param width channels of a token
 * @param hidden channels inside a perceptron
 * @param layers number of layers
 * @param heads attention heads of a layer
 * @param headWidth channels of a head
 * @param buckets how many distances between tokens are told apart, in both directions together
 * @param farthest the distance from which on all count as the same
 * @param activation what a perceptron applies
 * @param gated whether a second projection multiplies the activated one
 * @param eps added to a mean square
 */
public record T5Config(
    Path file,
    int vocabulary,
    int width,
    int hidden,
    int layers,
    int heads,
    int headWidth,
    int buckets,
    int farthest,
    TransformersActivation activation,
    boolean gated,
    double eps) {

  /** Far beyond any network of this kind; it bounds what a hostile file can ask for. */
  private static final int MOST = 1 << 24;

  /**
   * Reads a {@code text_encoder/config.json}.
   *
   * @throws dev.tidewheel.model.files.ModelException naming the first option that is not supported
   */
  public static T5Config read(Path file) {
    JsonObject json = JsonObject.read(file);
    json.choice("model_type", "t5", List.of("t5"));
    TransformersKeys.ignore(json);
    // Of the decoder, the tokenizer and a task.
    List.of("num_decoder_layers", "scale_decoder_outputs", "eos_token_id", "n_positions")
        .forEach(json::ignore);
    refuseDecoder(json);
    var config = options(json);
    json.refuseOthers();
    return config;
  }

  private static T5Config options(JsonObject json) {
    int buckets = json.integer("relative_attention_num_buckets", 32, 4, MOST);
    String projection = json.text("feed_forward_proj", "relu");
    return new T5Config(
        json.file(),
        json.integer("vocab_size", 32_128, 1, MOST),
        json.integer("d_model", 512, 1, MOST),
        json.integer("d_ff", 2048, 1, MOST),
        json.integer("num_layers", 6, 1, 1000),
        json.integer("num_heads", 8, 1, MOST),
        json.integer("d_kv", 64, 1, MOST),
        buckets,
        json.integer("relative_attention_max_distance", 128, buckets / 4 + 1, MOST),
        activation(json, projection),
        json.flag("is_gated_act", projection.startsWith("gated-")),
        json.number("layer_norm_epsilon", 1e-6));
  }

  /** Files name the activation twice, and the second name wins. */
  private static TransformersActivation activation(JsonObject json, String projection) {
    String plain =
        projection.startsWith("gated-") ? projection.substring("gated-".length()) : projection;
    String name = projection.equals("gated-gelu") ? "gelu_new" : plain;
    String second = json.text("dense_act_fn", name);
    String key = second.equals(name) ? "feed_forward_proj" : "dense_act_fn";
    return TransformersActivation.named(json, key, second);
  }

  private static void refuseDecoder(JsonObject json) {
    if (json.optionalFlag("is_decoder")) {
      throw json.refusedValue(
          "is_decoder", "is not supported", "Use the encoder, as T5EncoderModel saves it");
    }
  }
}

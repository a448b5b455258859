package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.network.UNet2DConditionConfig.Transformer;
import java.util.List;

/**
 * Writes the transformer in a convolutional network whose places look at each other and at the
 * tokens of a text.
 *
 * <p>Source: Rombach et al. 2022, "High-resolution image synthesis with latent diffusion models",
 * section 3.3. Places are (N, H x W, width), tokens (N, T, width).
 */
final class SpatialTransformerText {
  private static final double GROUP_EPS = 1e-6;
  private static final double LAYER_EPS = 1e-5;

  private final NetworkText text;
  private final UNet2DConditionConfig config;
  private final String tokens;

  /**
   * Prepares for one network.
   *
   * @param tokens the text (N, T, width), in the type of the weights
   */
  SpatialTransformerText(NetworkText text, UNet2DConditionConfig config, String tokens) {
    this.text = text;
    this.config = config;
    this.tokens = tokens;
  }

  /** Writes one transformer beside a shortcut; the picture keeps its shape. */
  String write(String name, String picture, int channels, Transformer transformer) {
    int size = channels / transformer.heads();
    if (size == 0) {
      throw refused(
          "attention_head_dim = %d heads are more than the %d channels of %s"
              .formatted(transformer.heads(), channels, name));
    }
    int width = transformer.heads() * size;
    String x = entered(name, picture, channels, width);
    for (int layer = 0; layer < transformer.layers(); layer++) {
      x = block(name + ".transformer_blocks." + layer, x, width, transformer);
    }
    return text.call("add", left(name, x, picture, channels, width), picture);
  }

  private String entered(String name, String picture, int channels, int width) {
    String x = text.groupNorm(name + ".norm", picture, channels, config.groups(), GROUP_EPS);
    if (config.linearProjection()) {
      return text.linear(name + ".proj_in", places(x), channels, width);
    }
    return places(text.conv(name + ".proj_in", x, channels, width, 1, 1, 0));
  }

  private String left(String name, String x, String picture, int channels, int width) {
    if (config.linearProjection()) {
      return picture(text.linear(name + ".proj_out", x, width, channels), picture);
    }
    return text.conv(name + ".proj_out", picture(x, picture), width, channels, 1, 1, 0);
  }

  private String places(String picture) {
    return text.call("transpose", text.call("flatten", picture, 2), 1, 2);
  }

  /** Lays places out as the picture that has this height and width. */
  private String picture(String places, String like) {
    List<String> size = List.of(text.call("size", like, 2), text.call("size", like, 3));
    return text.call("unflatten", text.call("transpose", places, 1, 2), 2, size);
  }

  /** Self-attention, attention to the text, and a feed-forward layer, each beside a shortcut. */
  private String block(String name, String input, int width, Transformer transformer) {
    String x = input;
    String places = text.layerNorm(name + ".norm1", x, width, LAYER_EPS);
    String first =
        transformer.textOnly()
            ? attention(name + ".attn1", places, tokens, width, config.textWidth(), transformer)
            : attention(name + ".attn1", places, places, width, width, transformer);
    x = text.call("add", first, x);
    places = text.layerNorm(name + ".norm2", x, width, LAYER_EPS);
    String second =
        attention(name + ".attn2", places, tokens, width, config.textWidth(), transformer);
    x = text.call("add", second, x);
    return text.call(
        "add",
        feedForward(name + ".ff", text.layerNorm(name + ".norm3", x, width, LAYER_EPS), width),
        x);
  }

  private String attention(
      String name, String places, String seen, int width, int seenWidth, Transformer transformer) {
    String query = text.linearWithoutBias(name + ".to_q", places, width, width);
    String key = text.linearWithoutBias(name + ".to_k", seen, seenWidth, width);
    String value = text.linearWithoutBias(name + ".to_v", seen, seenWidth, width);
    int heads = transformer.heads();
    String attended = text.attention(query, key, value, heads, width / heads);
    return text.linear(name + ".to_out.0", attended, width, width);
  }

  /** A linear layer gated by another one that went through a GELU. */
  private String feedForward(String name, String x, int width) {
    int hidden = 4 * width;
    String halves =
        text.call("chunk", text.linear(name + ".net.0.proj", x, width, 2 * hidden), 2, -1);
    String gate = text.call("gelu", text.element(halves, 1));
    String gated = text.call("mul", text.element(halves, 0), gate);
    return text.linear(name + ".net.2", gated, hidden, width);
  }

  private ModelException refused(String what) {
    return new ModelException(
        config.file(), what, "Correct the configuration; no such network can be built");
  }
}

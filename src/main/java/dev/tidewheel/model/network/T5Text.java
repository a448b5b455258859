package dev.tidewheel.model.network;

import java.util.List;

/**
 * Writes T5's encoder: a transformer that knows the places of its tokens only by their distances,
 * and norms that only scale.
 *
 * <p>The function takes {@code tokens} (N, L), 64-bit, and answers their last states (N, L, width).
 * All tokens attend to all, also to padding, as the pipelines have it.
 *
 * @see <a href="https://arxiv.org/abs/1910.10683">Raffel et al., Exploring the limits of transfer
 *     learning with a unified text-to-text transformer</a>
 */
public final class T5Text {
  private static final int INT64 = 4;

  private final T5Config config;
  private final NetworkText text = new NetworkText();

  private T5Text(T5Config config) {
    this.config = config;
  }

  /** Writes the network of a configuration. */
  public static WrittenNetwork write(T5Config config) {
    return new T5Text(config).network();
  }

  private WrittenNetwork network() {
    String x = text.embedding("shared", "tokens", config.vocabulary(), config.width());
    String bias = distanceBias();
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer("encoder.block." + layer + ".layer", x, bias);
    }
    String last = text.single(norm("encoder.final_layer_norm", x));
    return new WrittenNetwork(text.forward(List.of("tokens"), last), text.weights());
  }

  private String layer(String name, String input, String bias) {
    String normal = norm(name + ".0.layer_norm", input);
    String x = text.call("add", input, attention(name + ".0.SelfAttention", normal, bias));
    x = text.finite(x);
    String hidden = norm(name + ".1.layer_norm", x);
    return text.call("add", x, perceptron(name + ".1.DenseReluDense", hidden));
  }

  /** Attention whose products are not scaled: the initial weights do that. */
  private String attention(String name, String x, String bias) {
    int inner = config.heads() * config.headWidth();
    String attended =
        text.attention(
            text.linearWithoutBias(name + ".q", x, config.width(), inner),
            text.linearWithoutBias(name + ".k", x, config.width(), inner),
            text.linearWithoutBias(name + ".v", x, config.width(), inner),
            config.heads(),
            config.headWidth(),
            bias,
            0.0,
            "scale=1.0");
    return text.linearWithoutBias(name + ".o", attended, inner, config.width());
  }

  private String perceptron(String name, String x) {
    String first = config.gated() ? name + ".wi_0" : name + ".wi";
    String projected = text.linearWithoutBias(first, x, config.width(), config.hidden());
    String hidden = config.activation().of(text, projected);
    if (config.gated()) {
      String gate = text.linearWithoutBias(name + ".wi_1", x, config.width(), config.hidden());
      hidden = text.call("mul", hidden, gate);
    }
    // Large models leave the range of 16-bit floats here; from the first sum on, states are wide.
    String out = text.widened(text.weight(name + ".wo.weight", config.width(), config.hidden()));
    return text.call("linear", text.call("type_as", hidden, out), out);
  }

  /** Scales to a mean square of 1, computed in 32 bits, then by weights. */
  private String norm(String name, String x) {
    String square = text.call("pow", text.single(x), 2);
    String mean = text.call("mean", square, List.of(-1), "True");
    String scale = text.call("rsqrt", text.call("add", mean, config.eps()));
    return text.call(
        "mul",
        text.weight(name + ".weight", config.width()),
        text.typed(text.call("mul", x, scale)));
  }

  /** What each head adds to each product (1, heads, L, L), by the distance of the two tokens. */
  private String distanceBias() {
    String values =
        text.embedding(
            "encoder.block.0.layer.0.SelfAttention.relative_attention_bias",
            buckets(),
            config.buckets(),
            config.heads());
    return text.call("unsqueeze", text.call("permute", values, List.of(2, 0, 1)), 0);
  }

  /** Small distances have a bucket each, larger ones share them in a logarithmic scale. */
  private String buckets() {
    int directed = config.buckets() / 2;
    int exact = directed / 2;
    String place =
        text.call(
            "arange", "torch.size(tokens, 1)", "dtype=" + INT64, "device=ops.prim.device(tokens)");
    String distance =
        text.call("sub", text.call("unsqueeze", place, 0), text.call("unsqueeze", place, 1));
    String later = text.call("mul", text.call("gt", distance, 0), directed);
    String size = text.call("abs", distance);

    double scale = Math.log((double) config.farthest() / exact);
    String magnitude = text.call("log", text.call("div", text.single(size), exact));
    String share = text.call("mul", text.call("div", magnitude, scale), directed - exact);
    String far = text.call("add", text.call("to", share, INT64), exact);
    String bounded = text.call("clamp_max", far, directed - 1);
    String near = text.call("lt", size, exact);
    return text.call("add", later, text.call("where", near, size, bounded));
  }
}

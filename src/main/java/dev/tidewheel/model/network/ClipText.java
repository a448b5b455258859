package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import java.util.List;

/**
 * Writes the text half of CLIP: a causal transformer with the norm in front of each sublayer.
 *
 * <p>The function takes {@code tokens} (N, L), 64-bit, and answers two tensors: the tokens' states
 * (N, L, width), and the pooled text (N, P), which is the last state of the end token, projected
 * where the model has a projection.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., Learning transferable visual
 *     models from natural language supervision</a>
 */
public final class ClipText {
  /**
   * Which states of the tokens are wanted.
   *
   * @param skipped the last layers that do not count; the pooled text has all
   * @param normalized whether the final norm follows
   */
  public record States(int skipped, boolean normalized) {
    /** The last states, after the final norm. */
    public static final States LAST = new States(0, true);
  }

  private final ClipConfig config;
  private final NetworkText text = new NetworkText();

  private ClipText(ClipConfig config) {
    this.config = config;
  }

  /**
   * Writes the network of a configuration.
   *
   * @throws ModelException if more layers are skipped than there are
   */
  public static WrittenNetwork write(ClipConfig config, States states) {
    if (states.skipped() < 0 || states.skipped() > config.layers()) {
      throw new ModelException(
          config.file(),
          "the text encoder has %d layers, of which %d cannot be skipped"
              .formatted(config.layers(), states.skipped()),
          "Skip fewer");
    }
    return new ClipText(config).network(states);
  }

  private WrittenNetwork network(States states) {
    int wanted = config.layers() - states.skipped();
    String x = embedding();
    String state = x;
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer("encoder.layers." + layer, x);
      state = layer + 1 == wanted ? x : state;
    }
    String last = norm("final_layer_norm", x);
    if (states.normalized()) {
      state = state.equals(x) ? last : norm("final_layer_norm", state);
    }
    List<String> results = List.of(text.single(state), text.single(pooled(last)));
    return new WrittenNetwork(text.forward(List.of("tokens"), results), text.weights());
  }

  private String embedding() {
    String name = "embeddings.token_embedding";
    String tokens = text.embedding(name, "tokens", config.vocabulary(), config.width());
    String all =
        text.weight("embeddings.position_embedding.weight", config.positions(), config.width());
    return text.call("add", tokens, text.call("slice", all, 0, 0, "torch.size(tokens, 1)"));
  }

  private String layer(String name, String input) {
    String x = text.call("add", input, attention(name, norm(name + ".layer_norm1", input)));
    return text.call("add", x, perceptron(name + ".mlp", norm(name + ".layer_norm2", x)));
  }

  private String attention(String layer, String x) {
    String name = layer + ".self_attn";
    int width = config.width();
    String attended =
        text.attention(
            text.linear(name + ".q_proj", x, width, width),
            text.linear(name + ".k_proj", x, width, width),
            text.linear(name + ".v_proj", x, width, width),
            config.heads(),
            width / config.heads(),
            "None",
            0.0,
            "is_causal=True");
    return text.linear(name + ".out_proj", attended, width, width);
  }

  private String perceptron(String name, String x) {
    String hidden = text.linear(name + ".fc1", x, config.width(), config.hidden());
    String active = config.activation().of(text, hidden);
    return text.linear(name + ".fc2", active, config.hidden(), config.width());
  }

  private String pooled(String last) {
    String marks =
        config.endToken().isPresent()
            ? text.call("to", text.call("eq", "tokens", config.endToken().getAsInt()), 3)
            : "tokens";
    String place = text.call("reshape", text.call("argmax", marks, 1), List.of(-1, 1, 1));
    String places = text.call("expand", place, List.of(-1, 1, config.width()));
    String pooled = text.call("squeeze", text.call("gather", last, 1, places), 1);
    return config.projection().isPresent()
        ? text.linearWithoutBias(
            "text_projection", pooled, config.width(), config.projection().getAsInt())
        : pooled;
  }

  private String norm(String name, String x) {
    return text.layerNorm(name, x, config.width(), config.eps());
  }
}

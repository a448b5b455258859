package dev.tidewheel.model.network;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The words that transformers of picture and text tokens share, beyond {@link NetworkText}.
 *
 * <p>Source: Esser et al. 2024, "Scaling rectified flow transformers for high-resolution image
 * synthesis", section 4. A token value is (N, L, width).
 */
final class TransformerText {
  private static final double EPS = 1e-6;
  private static final int WAVES = 256;
  private static final double LONGEST_PERIOD = 10_000;

  private final NetworkText text;
  private final int width;
  private final int heads;
  private final int headSize;

  /** Which tokens a layer of a joint attention is for, and so what its weights are called. */
  enum Side {
    /** Picture tokens, and both in blocks that share their weights. */
    PICTURE("to_%s", "norm_%s", "to_out.0"),
    /** Text tokens. */
    TEXT("add_%s_proj", "norm_added_%s", "to_add_out");

    private final String projection;
    private final String norm;
    private final String out;

    Side(String projection, String norm, String out) {
      this.projection = projection;
      this.norm = norm;
      this.out = out;
    }
  }

  /**
   * What the condition does to a layer and its result.
   *
   * @param shift added to the normalised input
   * @param scale one is added, then it multiplies the normalised input
   * @param gate multiplies the layer's output
   */
  record Modulation(String shift, String scale, String gate) {}

  /**
   * The three parts of an attention, each (N, L, heads, head size).
   *
   * @param query what looks
   * @param key what is looked at
   * @param value what is seen
   */
  record Heads(String query, String key, String value) {}

  TransformerText(NetworkText text, int heads, int headSize) {
    this.text = text;
    this.width = heads * headSize;
    this.heads = heads;
    this.headSize = headSize;
  }

  /** The vector of a number, such as the time: waves of geometric frequencies, then two layers. */
  String embeddedNumber(String name, String number) {
    int half = WAVES / 2;
    String exponent = text.call("mul", text.range(half, number), -Math.log(LONGEST_PERIOD));
    String frequency = text.call("exp", text.call("div", exponent, half));
    String angle = text.call("mul", text.call("unsqueeze", text.single(number), -1), frequency);
    String waves = text.concat(text.call("cos", angle), text.call("sin", angle));
    return perceptron(name, text.typed(waves), WAVES);
  }

  /** Linear, SiLU, linear. */
  String perceptron(String name, String x, int in) {
    String hidden = text.call("silu", text.linear(name + ".linear_1", x, in, width));
    return text.linear(name + ".linear_2", hidden, width, width);
  }

  /**
   * Projects the condition to what several layers need.
   *
   * @param condition (N, width), activated
   */
  List<Modulation> modulations(String name, String condition, int count) {
    List<String> parts = parts(name, condition, 3 * count);
    return IntStream.range(0, count)
        .mapToObj(i -> new Modulation(parts.get(3 * i), parts.get(3 * i + 1), parts.get(3 * i + 2)))
        .toList();
  }

  /** Normalises tokens and lets the condition scale and shift them. */
  String modulated(String x, Modulation by) {
    return scaled(text.layerNorm(x, width, EPS), by.scale(), by.shift());
  }

  /** Adds a layer's output to its input. */
  String gated(String x, Modulation by, String output) {
    return text.call("addcmul", x, by.gate(), output);
  }

  /** The norm without a gate, whose scale comes before its shift in the weights. */
  String lastNorm(String name, String x, String condition) {
    List<String> parts = parts(name, condition, 2);
    return scaled(text.layerNorm(x, width, EPS), parts.getFirst(), parts.getLast());
  }

  private String feedForward(String name, String x) {
    String hidden = gelu(text.linear(name + ".net.0.proj", x, width, 4 * width));
    return text.linear(name + ".net.2", hidden, 4 * width, width);
  }

  /** The feed-forward layer with its norm before it and its gate after it. */
  String thought(String name, String x, Modulation by) {
    return gated(x, by, feedForward(name, modulated(x, by)));
  }

  String gelu(String x) {
    return text.call("gelu", x, "approximate=\"tanh\"");
  }

  /** Projects tokens to query, key and value. */
  Heads heads(String attention, String x, Side side) {
    return new Heads(
        split(attention, x, side, "q"),
        split(attention, x, side, "k"),
        split(attention, x, side, "v"));
  }

  /** Projects tokens to query, key and value; query and key are normalised. */
  Heads normalisedHeads(String attention, String x, Side side) {
    Heads plain = heads(attention, x, side);
    return new Heads(
        normalised(attention, plain.query(), side, "q"),
        normalised(attention, plain.key(), side, "k"),
        plain.value());
  }

  /** Puts one sequence after another. */
  Heads joined(Heads first, Heads second) {
    return new Heads(
        joined(first.query(), second.query()),
        joined(first.key(), second.key()),
        joined(first.value(), second.value()));
  }

  /** Puts one sequence after another. */
  String joined(String first, String second) {
    return text.call("cat", List.of(first, second), 1);
  }

  /** Softmax attention over all tokens. */
  String attention(Heads parts) {
    String attended =
        text.call(
            "scaled_dot_product_attention",
            text.call("transpose", parts.query(), 1, 2),
            text.call("transpose", parts.key(), 1, 2),
            text.call("transpose", parts.value(), 1, 2));
    return text.call("flatten", text.call("transpose", attended, 1, 2), 2);
  }

  /** The layer after an attention. */
  String output(String attention, String x, Side side) {
    return text.linear(attention + "." + side.out, x, width, width);
  }

  /** The first tokens of a sequence. */
  String first(String x, String count) {
    return text.call("slice", x, 1, 0, count);
  }

  /** A sequence without its first tokens. */
  String after(String x, String count) {
    return text.call("slice", x, 1, count);
  }

  private List<String> parts(String name, String condition, int count) {
    String projected = text.linear(name + ".linear", condition, width, count * width);
    String parts = text.call("chunk", text.call("unsqueeze", projected, 1), count, 2);
    return IntStream.range(0, count).mapToObj(i -> text.element(parts, i)).toList();
  }

  private String scaled(String x, String scale, String shift) {
    return text.call("addcmul", shift, x, text.call("add", scale, 1));
  }

  private String split(String attention, String x, Side side, String part) {
    String name = attention + "." + side.projection.formatted(part);
    return text.call("unflatten", text.linear(name, x, width, width), -1, List.of(heads, headSize));
  }

  private String normalised(String attention, String x, Side side, String part) {
    return text.rmsNorm(attention + "." + side.norm.formatted(part), x, headSize, EPS);
  }
}

package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The blocks of which convolutional networks are built: residual blocks, self-attention over the
 * places of a picture, and changes of the resolution. A picture is (N, C, H, W).
 *
 * <p>Source: Ho et al. 2020, "Denoising diffusion probabilistic models", appendix B.
 */
final class BlocksText {
  /**
   * What all blocks of a network have in common.
   *
   * @param file the configuration, for refusals
   * @param activation ATen's name of the activation
   * @param groups groups of a normalisation
   * @param eps added to a variance
   */
  record Style(Path file, String activation, int groups, double eps) {}

  /** What reaches every residual block beside the picture. */
  sealed interface Condition {
    /** Nothing. */
    record None() implements Condition {}

    /**
     * A vector that is added before the second normalisation.
     *
     * @param vector (N, width), activated
     * @param width its size
     */
    record Shift(String vector, int width) implements Condition {}

    /**
     * A vector that scales and shifts after the second normalisation.
     *
     * @param vector (N, width), activated
     * @param width its size
     */
    record ScaleShift(String vector, int width) implements Condition {}
  }

  /** How a residual block changes the resolution. */
  enum Resampling {
    NONE,
    DOWN,
    UP
  }

  private final NetworkText text;
  private final Style style;
  private final Condition condition;

  BlocksText(NetworkText text, Style style, Condition condition) {
    this.text = text;
    this.style = style;
    this.condition = condition;
  }

  /** Two convolutions with the condition between them, beside a shortcut. */
  String residual(String name, String input, int in, int out) {
    return residual(name, input, in, out, Resampling.NONE, 1);
  }

  /**
   * Two convolutions with the condition between them, beside a shortcut.
   *
   * @param divisor what the sum of both is divided by
   */
  String residual(
      String name, String input, int in, int out, Resampling resampling, double divisor) {
    String x = resample(activated(norm(name + ".norm1", input, in)), resampling);
    String shortcut = resample(input, resampling);
    x = text.conv(name + ".conv1", x, in, out, 3, 1, 1);
    x = conditioned(name, x, out);
    x = text.conv(name + ".conv2", activated(x), out, out, 3, 1, 1);
    if (in != out) {
      shortcut = text.conv(name + ".conv_shortcut", shortcut, in, out, 1, 1, 0);
    }
    return divided(text.call("add", shortcut, x), divisor);
  }

  private String conditioned(String name, String x, int channels) {
    String norm = name + ".norm2";
    return switch (condition) {
      case Condition.None() -> norm(norm, x, channels);
      case Condition.Shift(String vector, int width) ->
          norm(norm, text.call("add", x, projected(name, vector, width, channels)), channels);
      case Condition.ScaleShift(String vector, int width) -> {
        String halves = text.call("chunk", projected(name, vector, width, 2 * channels), 2, 1);
        String scale = text.call("add", text.element(halves, 0), 1);
        String scaled = text.call("mul", norm(norm, x, channels), scale);
        yield text.call("add", scaled, text.element(halves, 1));
      }
    };
  }

  private String projected(String name, String vector, int in, int out) {
    String projected = text.linear(name + ".time_emb_proj", vector, in, out);
    return text.call("unsqueeze", text.call("unsqueeze", projected, -1), -1);
  }

  /**
   * Self-attention over all places, beside a shortcut.
   *
   * @param size channels of a head
   * @param groups groups of its normalisation; empty for no normalisation
   * @param divisor what the sum of both is divided by
   */
  String selfAttention(
      String name, String input, int channels, int size, OptionalInt groups, double divisor) {
    int heads = channels / size;
    if (heads == 0) {
      throw refused(
          "attention_head_dim = %d is more than the %d channels of %s"
              .formatted(size, channels, name));
    }
    String places = text.call("flatten", input, 2);
    if (groups.isPresent()) {
      places = norm(name + ".group_norm", places, channels, groups.getAsInt());
    }
    places = text.call("transpose", places, 1, 2);
    String query = text.linear(name + ".to_q", places, channels, heads * size);
    String key = text.linear(name + ".to_k", places, channels, heads * size);
    String value = text.linear(name + ".to_v", places, channels, heads * size);
    String mixed =
        text.linear(
            name + ".to_out.0",
            text.attention(query, key, value, heads, size),
            heads * size,
            channels);
    String picture = text.call("reshape_as", text.call("transpose", mixed, 1, 2), input);
    return divided(text.call("add", picture, input), divisor);
  }

  /**
   * Halves height and width by a convolution.
   *
   * @param padding 1, or 0 to pad at the right and the bottom only
   */
  String downsample(String name, String x, int channels, int padding) {
    String padded = padding == 0 ? text.call("constant_pad_nd", x, List.of(0, 1, 0, 1), 0) : x;
    return text.conv(name + ".conv", padded, channels, channels, 3, 2, padding);
  }

  /** Doubles height and width by repetition and a convolution. */
  String upsample(String name, String x, int channels) {
    return text.conv(name + ".conv", text.upsample(x), channels, channels, 3, 1, 1);
  }

  /** Brings a picture to another's height and width by repetition, then applies a convolution. */
  String upsample(String name, String x, int channels, String like) {
    List<String> size = List.of(text.call("size", like, 2), text.call("size", like, 3));
    String larger = text.call("upsample_nearest2d", x, size, "None");
    return text.conv(name + ".conv", larger, channels, channels, 3, 1, 1);
  }

  String norm(String name, String x, int channels) {
    return norm(name, x, channels, style.groups());
  }

  private String norm(String name, String x, int channels, int groups) {
    if (channels % groups != 0) {
      throw refused(
          "%d groups do not divide the %d channels of %s".formatted(groups, channels, name));
    }
    return text.groupNorm(name, x, channels, groups, style.eps());
  }

  String activated(String x) {
    return text.call(style.activation(), x);
  }

  private String divided(String x, double divisor) {
    return divisor == 1 ? x : text.call("div", x, divisor);
  }

  private String resample(String x, Resampling resampling) {
    return switch (resampling) {
      case NONE -> x;
      case DOWN -> text.averagePool(x);
      case UP -> text.upsample(x);
    };
  }

  private ModelException refused(String what) {
    return new ModelException(
        style.file(), what, "Correct the configuration; no such network can be built");
  }
}

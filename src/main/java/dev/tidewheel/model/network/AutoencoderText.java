package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.network.BlocksText.Condition;
import dev.tidewheel.model.network.BlocksText.Style;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Writes the two networks of an {@code AutoencoderKL}: convolutional levels between a picture and
 * latents, with a block in the middle at the lowest resolution.
 *
 * <p>Source: Rombach et al. 2022, "High-resolution image synthesis with latent diffusion models",
 * appendix E.
 */
public final class AutoencoderText {
  private static final double EPS = 1e-6;

  /** Bounds of the logarithm of a latent's variance. */
  private static final List<Integer> LOG_VARIANCE = List.of(-30, 20);

  private final AutoencoderConfig config;
  private final NetworkText text = new NetworkText();
  private final BlocksText blocks;

  private AutoencoderText(AutoencoderConfig config) {
    this.config = config;
    var style = new Style(config.file(), config.activation(), config.groups(), EPS);
    blocks = new BlocksText(text, style, new Condition.None());
  }

  /**
   * Writes the decoder.
   *
   * <p>It takes the sampler's latents {@code z} (N, C, h, w) and answers pictures (N, channels, H,
   * W), about in -1..1, with H and W {@link AutoencoderConfig#sizeFactor()} times larger.
   *
   * @throws ModelException if the options do not fit together, as channels that no group number
   *     divides
   */
  public static WrittenNetwork decoder(AutoencoderConfig config) {
    return new AutoencoderText(config).decoder();
  }

  /**
   * Writes the encoder.
   *
   * <p>It takes {@code pixels} (N, channels, H, W) in -1..1 and {@code noise} (N, C, h, w) of unit
   * variance, and answers latents for the sampler: a draw from the encoder's Gaussian.
   *
   * @throws ModelException if the options do not fit together, as channels that no group number
   *     divides
   */
  public static WrittenNetwork encoder(AutoencoderConfig config) {
    return new AutoencoderText(config).encoder();
  }

  /** The weights of both networks, which one checkpoint holds. */
  public static List<TensorSpec> weights(AutoencoderConfig config) {
    return Stream.of(encoder(config), decoder(config))
        .flatMap(network -> network.weights().stream())
        .toList();
  }

  private WrittenNetwork decoder() {
    int latents = config.latentChannels();
    List<Integer> widths = config.widths().reversed();
    String x = text.typed(text.call("add", text.call("div", "z", config.scale()), config.shift()));
    if (config.dequantized()) {
      x = text.conv("post_quant_conv", x, latents, latents, 1, 1, 0);
    }
    x = text.conv("decoder.conv_in", x, latents, widths.getFirst(), 3, 1, 1);
    x = middle("decoder.mid_block", x, widths.getFirst());
    for (int step = 0; step < widths.size(); step++) {
      int in = widths.get(Math.max(step - 1, 0));
      int out = widths.get(step);
      String name = "decoder.up_blocks." + step;
      x = layers(name, x, in, out, config.layers() + 1, config.up().get(step));
      if (step < widths.size() - 1) {
        x = blocks.upsample(name + ".upsamplers.0", x, out);
      }
    }
    x = last("decoder", x, widths.getLast(), config.channels());
    return new WrittenNetwork(text.forward(List.of("z"), text.single(x)), text.weights());
  }

  private WrittenNetwork encoder() {
    int moments = 2 * config.latentChannels();
    List<Integer> widths = config.widths();
    String x =
        text.conv(
            "encoder.conv_in", text.typed("pixels"), config.channels(), widths.getFirst(), 3, 1, 1);
    for (int level = 0; level < widths.size(); level++) {
      int in = widths.get(Math.max(level - 1, 0));
      int out = widths.get(level);
      String name = "encoder.down_blocks." + level;
      x = layers(name, x, in, out, config.layers(), config.down().get(level));
      if (level < widths.size() - 1) {
        x = blocks.downsample(name + ".downsamplers.0", x, out, 0);
      }
    }
    x = middle("encoder.mid_block", x, widths.getLast());
    x = last("encoder", x, widths.getLast(), moments);
    if (config.quantized()) {
      x = text.conv("quant_conv", x, moments, moments, 1, 1, 0);
    }
    return new WrittenNetwork(text.forward(List.of("pixels", "noise"), drawn(x)), text.weights());
  }

  private String layers(String name, String input, int in, int out, int count, boolean attention) {
    String x = input;
    for (int layer = 0; layer < count; layer++) {
      x = blocks.residual(name + ".resnets." + layer, x, layer == 0 ? in : out, out);
      if (attention) {
        x = attention(name + ".attentions." + layer, x, out);
      }
    }
    return x;
  }

  private String middle(String name, String input, int channels) {
    String x = blocks.residual(name + ".resnets.0", input, channels, channels);
    if (config.middleAttention()) {
      x = attention(name + ".attentions.0", x, channels);
    }
    return blocks.residual(name + ".resnets.1", x, channels, channels);
  }

  private String attention(String name, String x, int channels) {
    return blocks.selfAttention(name, x, channels, channels, OptionalInt.of(config.groups()), 1);
  }

  private String last(String part, String input, int in, int out) {
    String x = text.call("silu", blocks.norm(part + ".conv_norm_out", input, in));
    return text.conv(part + ".conv_out", x, in, out, 3, 1, 1);
  }

  /** A draw from a Gaussian of this mean and log variance, as the sampler wants it. */
  private String drawn(String moments) {
    String halves = text.call("chunk", text.single(moments), 2, 1);
    String mean = text.element(halves, 0);
    String logVariance =
        text.call(
            "clamp", text.element(halves, 1), LOG_VARIANCE.getFirst(), LOG_VARIANCE.getLast());
    String deviation = text.call("exp", text.call("mul", logVariance, 0.5));
    String latents = text.call("add", mean, text.call("mul", deviation, "noise"));
    return text.call("mul", text.call("sub", latents, config.shift()), config.scale());
  }
}

package dev.tidewheel.model.network;

import static dev.tidewheel.model.network.NetworkOptions.MOST_CHANNELS;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of a diffusers {@code AutoencoderKL}; an absent key has diffusers' own default.
 *
 * @param file where they come from, for refusals
 * @param channels channels of a picture, in and out
 * @param latentChannels channels of the latents
 * @param widths channels of each level
 * @param down whether each level of the encoder has self-attention
 * @param up whether each level of the decoder has self-attention, the lowest resolution first
 * @param middleAttention whether the block at the lowest resolution has it
 * @param layers residual blocks of a level of the encoder; one more in the decoder
 * @param activation ATen's name of the activation in residual blocks
 * @param groups groups of a normalisation
 * @param quantized whether a 1 x 1 convolution follows the encoder
 * @param dequantized whether a 1 x 1 convolution precedes the decoder
 * @param scale what multiplies shifted latents for the sampler
 * @param shift what is subtracted from latents first
 */
public record AutoencoderConfig(
    Path file,
    int channels,
    int latentChannels,
    List<Integer> widths,
    List<Boolean> down,
    List<Boolean> up,
    boolean middleAttention,
    int layers,
    String activation,
    int groups,
    boolean quantized,
    boolean dequantized,
    double scale,
    double shift) {

  /** Copies the lists. */
  public AutoencoderConfig {
    widths = List.copyOf(widths);
    down = List.copyOf(down);
    up = List.copyOf(up);
  }

  /**
   * Reads a {@code vae/config.json}.
   *
   * @throws ModelException naming the first option that is not supported
   */
  public static AutoencoderConfig read(Path file) {
    JsonObject json = JsonObject.read(file);
    var config = new Reader(json, new NetworkOptions(json)).config();
    json.refuseOthers();
    return config;
  }

  /** The same for pipelines that do not look at the shift. */
  public AutoencoderConfig unshifted() {
    return new AutoencoderConfig(
        file,
        channels,
        latentChannels,
        widths,
        down,
        up,
        middleAttention,
        layers,
        activation,
        groups,
        quantized,
        dequantized,
        scale,
        0);
  }

  /** A picture is as many times higher and wider than its latents. */
  public int sizeFactor() {
    return 1 << (widths.size() - 1);
  }

  /** Reads the options, one method a group. */
  private record Reader(JsonObject json, NetworkOptions options) {
    AutoencoderConfig config() {
      options.choice("_class_name", "AutoencoderKL", List.of("AutoencoderKL"));
      options.refuseQuantised();
      ignoreUnused();
      List<Integer> widths = options.widths(List.of(64));
      return new AutoencoderConfig(
          json.file(),
          channels(),
          json.integer("latent_channels", 4, 1, MOST_CHANNELS),
          widths,
          attentions("down_block_types", "DownEncoderBlock2D", widths.size()),
          attentions("up_block_types", "UpDecoderBlock2D", widths.size()),
          json.flag("mid_block_add_attention", true),
          json.integer("layers_per_block", 1, 1, 100),
          options.activation("act_fn", "silu"),
          json.integer("norm_num_groups", 32, 1, MOST_CHANNELS),
          json.flag("use_quant_conv", true),
          json.flag("use_post_quant_conv", true),
          scale(),
          json.optionalNumber("shift_factor").orElse(0));
    }

    /** Takes for understood what has no effect on the networks: tiles, and the type to run in. */
    private void ignoreUnused() {
      json.ignore("sample_size");
      json.ignore("force_upcast");
    }

    private int channels() {
      int in = json.integer("in_channels", 3, 1, MOST_CHANNELS);
      int out = json.integer("out_channels", 3, 1, MOST_CHANNELS);
      if (in != out) {
        throw json.refused(
            "in_channels = %d and out_channels = %d differ".formatted(in, out),
            "Use an autoencoder whose pictures have the same channels on both sides");
      }
      return in;
    }

    private List<Boolean> attentions(String key, String plain, int levels) {
      String attentive = "Attn" + plain;
      List<Boolean> attentions =
          json.texts(key, List.of(plain)).stream()
              .map(
                  type -> {
                    if (!type.equals(plain) && !type.equals(attentive)) {
                      throw json.refused(
                          "%s has the block type %s, which is not supported".formatted(key, type),
                          "Supported are %s and %s".formatted(plain, attentive));
                    }
                    return type.equals(attentive);
                  })
              .toList();
      return options.eachLevel(key, attentions, levels);
    }

    private double scale() {
      options.refuseSet("latents_mean", "Use an autoencoder with a scaling_factor");
      options.refuseSet("latents_std", "Use an autoencoder with a scaling_factor");
      double scale = json.number("scaling_factor", 0.18215);
      if (scale == 0) {
        throw json.refusedValue("scaling_factor", "divides by zero", "Correct it");
      }
      return scale;
    }
  }
}

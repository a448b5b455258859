package dev.tidewheel.model.network;

import static dev.tidewheel.model.network.NetworkOptions.MOST_CHANNELS;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of a diffusers {@code UNet2DConditionModel}; an absent key has diffusers' own
 * default.
 *
 * @param file where they come from, for refusals
 * @param height usual height of the latents
 * @param width usual width of the latents
 * @param channels channels of the latents, in and out
 * @param centerInput whether the input is mapped from 0..1 to -1..1 first
 * @param cosineFirst the order of the waves that embed the time
 * @param frequencyShift subtracted from the number of their frequencies in the exponent's
 *     denominator
 * @param timeWidth width of the embedded time
 * @param embeddingActivation ATen's name of an activation that ends the embedding
 * @param timeActivation ATen's name of an activation after that
 * @param guidanceWidth width of the embedded guidance scale, where the network is told of it
 * @param textWidth channels of a text token
 * @param widths channels of each level
 * @param down the levels on the way down
 * @param up the levels on the way up, the lowest resolution first
 * @param middle the block between them
 * @param downsamplePadding 1, or 0 to pad at the right and the bottom only
 * @param activation ATen's name of the activation in residual blocks
 * @param groups groups of a normalisation
 * @param eps added to a variance in residual blocks
 * @param scaleShift whether the time scales and shifts after the second normalisation, or is added
 *     before it
 * @param linearProjection whether a transformer is entered by a linear layer, or by a convolution
 * @param inputKernel height and width of the first convolution's kernel
 * @param outputKernel height and width of the last convolution's kernel
 */
public record UNet2DConditionConfig(
    Path file,
    int height,
    int width,
    int channels,
    boolean centerInput,
    boolean cosineFirst,
    int frequencyShift,
    int timeWidth,
    Optional<String> embeddingActivation,
    Optional<String> timeActivation,
    OptionalInt guidanceWidth,
    int textWidth,
    List<Integer> widths,
    List<Level> down,
    List<Level> up,
    Optional<Middle> middle,
    int downsamplePadding,
    String activation,
    int groups,
    double eps,
    boolean scaleShift,
    boolean linearProjection,
    int inputKernel,
    int outputKernel) {

  /**
   * A transformer after a residual block.
   *
   * @param layers number of its layers
   * @param heads number of attention heads
   * @param textOnly whether the places look at the text twice, and never at each other
   */
  public record Transformer(int layers, int heads, boolean textOnly) {}

  /**
   * One level of the network.
   *
   * @param layers number of residual blocks
   * @param transformer what follows each of them
   */
  public record Level(int layers, Optional<Transformer> transformer) {}

  /**
   * The block at the lowest resolution: a residual block, and with a transformer a second one.
   *
   * @param transformer what is between them
   * @param divisor what a residual block's output is divided by
   */
  public record Middle(Optional<Transformer> transformer, double divisor) {}

  /** Copies the lists. */
  public UNet2DConditionConfig {
    widths = List.copyOf(widths);
    down = List.copyOf(down);
    up = List.copyOf(up);
  }

  /**
   * Reads a {@code unet/config.json}.
   *
   * @throws ModelException naming the first option that is not supported
   */
  public static UNet2DConditionConfig read(Path file) {
    JsonObject json = JsonObject.read(file);
    var options = new NetworkOptions(json);
    List<Integer> widths = options.widths(List.of(320, 640, 1280, 1280));
    var config = new Reader(json, options, widths).config();
    json.refuseOthers();
    return config;
  }

  /** Reads the options, one method a group. */
  private record Reader(JsonObject json, NetworkOptions options, List<Integer> widths) {
    private static final List<String> DOWN =
        List.of(
            "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D");
    private static final List<String> UP =
        List.of("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D");

    UNet2DConditionConfig config() {
      options.choice("_class_name", "UNet2DConditionModel", List.of("UNet2DConditionModel"));
      options.choice("time_embedding_type", "positional", List.of("positional"));
      options.refuseQuantised();
      options.ignoreAveraging();
      ignoreUnused();
      refuseOtherNetworks();
      List<Integer> size = options.size();
      int first = widths.getFirst();
      List<Transformer> transformers = transformers("transformer_layers_per_block");
      return new UNet2DConditionConfig(
          json.file(),
          size.getFirst(),
          size.getLast(),
          channels(),
          json.optionalFlag("center_input_sample"),
          json.flag("flip_sin_to_cos", true),
          json.integer("freq_shift", 0, 0, Math.max(0, first / 2 - 1)),
          json.optionalInteger("time_embedding_dim", 1, MOST_CHANNELS).orElse(4 * first),
          options.optionalActivation("timestep_post_act"),
          options.optionalActivation("time_embedding_act_fn"),
          json.optionalInteger("time_cond_proj_dim", 4, MOST_CHANNELS),
          textWidth(),
          widths,
          levels("down_block_types", DOWN, "DownBlock2D", layers(), transformers),
          up(transformers),
          middle(transformers.getLast()),
          json.integer("downsample_padding", 1, 0, 1),
          options.activation("act_fn", "silu"),
          json.integer("norm_num_groups", 32, 1, MOST_CHANNELS),
          options.eps(1e-5),
          options
              .choice("resnet_time_scale_shift", "default", List.of("default", "scale_shift"))
              .equals("scale_shift"),
          json.optionalFlag("use_linear_projection"),
          kernel("conv_in_kernel"),
          kernel("conv_out_kernel"));
    }

    /** Takes for understood what only training, or blocks of other networks, look at. */
    private void ignoreUnused() {
      List.of(
              "dropout",
              // Attention is computed by a kernel that adds up in 32 bits.
              "upcast_attention",
              "resnet_skip_time_act",
              "resnet_out_scale_factor",
              "mid_block_only_cross_attention",
              "cross_attention_norm",
              "addition_embed_type_num_heads",
              "addition_time_embed_dim",
              "projection_class_embeddings_input_dim")
          .forEach(json::ignore);
    }

    private void refuseOtherNetworks() {
      String cure = "Use a network of Stable Diffusion 1.x or 2.x, or one distilled from them";
      List.of(
              "num_attention_heads",
              "dual_cross_attention",
              "class_embed_type",
              "num_class_embeds",
              "class_embeddings_concat",
              "addition_embed_type",
              "encoder_hid_dim",
              "encoder_hid_dim_type")
          .forEach(key -> options.refuseSet(key, cure));
      options.choice("attention_type", "default", List.of("default"));
    }

    private int channels() {
      int in = json.integer("in_channels", 4, 1, MOST_CHANNELS);
      int out = json.integer("out_channels", 4, 1, MOST_CHANNELS);
      if (in != out) {
        throw json.refused(
            "in_channels = %d and out_channels = %d differ".formatted(in, out),
            "Use a text-to-image model; one that fills or follows another picture is not"
                + " supported");
      }
      return in;
    }

    private int textWidth() {
      String key = "cross_attention_dim";
      List<Integer> sizes = options.forLevels(key, 1280, 1, MOST_CHANNELS, widths.size());
      if (sizes.stream().distinct().count() > 1) {
        throw json.refusedValue(
            key, "is not the same at every level", "Give the width of the text's tokens");
      }
      return sizes.getFirst();
    }

    private List<Integer> layers() {
      return options.forLevels("layers_per_block", 2, 1, 100, widths.size());
    }

    private List<Transformer> transformers(String depthKey) {
      int levels = widths.size();
      List<Integer> depths = options.forLevels(depthKey, 1, 0, 1000, levels);
      List<Integer> heads = options.forLevels("attention_head_dim", 8, 1, MOST_CHANNELS, levels);
      List<Boolean> textOnly =
          json.isList("only_cross_attention")
              ? options.eachLevel(
                  "only_cross_attention", json.flags("only_cross_attention"), levels)
              : Collections.nCopies(levels, json.flag("only_cross_attention", false));
      List<Transformer> transformers = new ArrayList<>();
      for (int level = 0; level < levels; level++) {
        transformers.add(new Transformer(depths.get(level), heads.get(level), textOnly.get(level)));
      }
      return List.copyOf(transformers);
    }

    private List<Level> levels(
        String key,
        List<String> standard,
        String plain,
        List<Integer> layers,
        List<Transformer> transformers) {
      String attentive = "CrossAttn" + plain;
      List<String> types = options.eachLevel(key, json.texts(key, standard), widths.size());
      List<Level> levels = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        // Files of early releases write UNetResDownBlock2D and the like.
        String type = types.get(i).replaceFirst("^UNetRes", "");
        if (!type.equals(plain) && !type.equals(attentive)) {
          throw json.refused(
              "%s has the block type %s, which is not supported".formatted(key, type),
              "Supported are %s and %s".formatted(plain, attentive));
        }
        boolean plainLevel = type.equals(plain);
        levels.add(
            new Level(
                layers.get(i), plainLevel ? Optional.empty() : Optional.of(transformers.get(i))));
      }
      return levels;
    }

    private List<Level> up(List<Transformer> transformers) {
      String key = "reverse_transformer_layers_per_block";
      List<Transformer> reversed = transformers.reversed();
      if (!json.isUnset(key)) {
        List<Integer> depths = options.forLevels(key, 1, 0, 1000, widths.size());
        List<Transformer> others = new ArrayList<>();
        for (int i = 0; i < depths.size(); i++) {
          Transformer same = reversed.get(i);
          others.add(new Transformer(depths.get(i), same.heads(), same.textOnly()));
        }
        reversed = others;
      }
      List<Integer> layers = layers().reversed().stream().map(count -> count + 1).toList();
      return levels("up_block_types", UP, "UpBlock2D", layers, reversed);
    }

    private Optional<Middle> middle(Transformer last) {
      double divisor = options.divisor("mid_block_scale_factor");
      if (json.isNull("mid_block_type")) {
        return Optional.empty();
      }
      String type =
          options.choice(
              "mid_block_type",
              "UNetMidBlock2DCrossAttn",
              List.of("UNetMidBlock2DCrossAttn", "UNetMidBlock2D"));
      Transformer transformer = new Transformer(last.layers(), last.heads(), false);
      return Optional.of(
          new Middle(
              type.equals("UNetMidBlock2D") ? Optional.empty() : Optional.of(transformer),
              divisor));
    }

    private int kernel(String key) {
      int kernel = json.integer(key, 3, 1, 99);
      if (kernel % 2 == 0) {
        throw json.refusedValue(
            key, "is even, which changes the size of the picture", "Correct it");
      }
      return kernel;
    }
  }
}

package dev.tidewheel.model.network;

import static dev.tidewheel.model.network.NetworkOptions.MOST_CHANNELS;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of a diffusers {@code UNet2DModel}; an absent key has diffusers' own default.
 *
 * @param file where they come from, for refusals
 * @param height usual height of a picture
 * @param width usual width of a picture
 * @param channels channels of a picture, in and out
 * @param centerInput whether the input is mapped from 0..1 to -1..1 first
 * @param time how the time is embedded
 * @param timeWidth width of the embedded time
 * @param classes how the class is embedded
 * @param widths channels of each level
 * @param down the levels on the way down
 * @param up the levels on the way up
 * @param middle the block between them
 * @param layers residual blocks of a level on the way down; one more on the way up
 * @param downsamplePadding 1, or 0 to pad at the right and the bottom only
 * @param activation ATen's name of the activation in residual blocks
 * @param headWidth channels of an attention head; empty for a single head
 * @param groups groups of a normalisation
 * @param eps added to a variance
 * @param scaleShift whether the time scales and shifts after the second normalisation, or is added
 *     before it
 */
public record UNet2DConfig(
    Path file,
    int height,
    int width,
    int channels,
    boolean centerInput,
    TimeEmbedding time,
    int timeWidth,
    ClassEmbedding classes,
    List<Integer> widths,
    List<Level> down,
    List<Level> up,
    Optional<Middle> middle,
    int layers,
    int downsamplePadding,
    String activation,
    OptionalInt headWidth,
    int groups,
    double eps,
    boolean scaleShift) {

  /** How the time becomes a vector. */
  public sealed interface TimeEmbedding {
    /**
     * Sines and cosines of geometric frequencies.
     *
     * @param cosineFirst the order of the two halves
     * @param shift subtracted from the number of frequencies in the exponent's denominator
     */
    record Positional(boolean cosineFirst, int shift) implements TimeEmbedding {}

    /** Sine and cosine of the logarithm times stored random frequencies. */
    record Fourier() implements TimeEmbedding {}
  }

  /** How the class becomes a vector. */
  public sealed interface ClassEmbedding {
    /** There is none. */
    record None() implements ClassEmbedding {}

    /**
     * A learned vector for each class.
     *
     * @param count number of vectors
     */
    record Table(int count) implements ClassEmbedding {}

    /** Embedded as the time is, with weights of its own. */
    record AsTime() implements ClassEmbedding {}
  }

  /**
   * One level of the network.
   *
   * @param attention whether each residual block is followed by self-attention
   * @param residualResampling whether the resolution changes in a residual block, or in a
   *     convolution
   */
  public record Level(boolean attention, boolean residualResampling) {}

  /**
   * The block at the lowest resolution.
   *
   * @param attention whether it has self-attention
   * @param attentionGroups groups of the attention's normalisation; empty for no normalisation
   * @param divisor what each block's output is divided by
   */
  public record Middle(boolean attention, OptionalInt attentionGroups, double divisor) {}

  /**
   * Reads a {@code unet/config.json}.
   *
   * @throws ModelException naming the first option that is not supported
   */
  public static UNet2DConfig read(Path file) {
    JsonObject json = JsonObject.read(file);
    var config = new Reader(json, new NetworkOptions(json)).config();
    json.refuseOthers();
    return config;
  }

  /** Height and width must be multiples of this: each level but the last halves them. */
  public int sizeMultiple() {
    return 1 << (widths.size() - 1);
  }

  /** Reads the options, one method a group. */
  private record Reader(JsonObject json, NetworkOptions options) {
    UNet2DConfig config() {
      options.choice("_class_name", "UNet2DModel", List.of("UNet2DModel"));
      options.refuseQuantised();
      options.ignoreAveraging();
      // Neither matters for inference: dropout is off, and only a learned time embedding needs the
      // number.
      json.number("dropout", 0);
      json.optionalInteger("num_train_timesteps", 1, Integer.MAX_VALUE);
      List<Integer> widths = options.widths(List.of(224, 448, 672, 896));
      boolean scaleShift =
          options
              .choice("resnet_time_scale_shift", "default", List.of("default", "scale_shift"))
              .equals("scale_shift");
      int groups = json.integer("norm_num_groups", 32, 1, MOST_CHANNELS);
      List<Integer> size = size(widths.size());
      return new UNet2DConfig(
          json.file(),
          size.getFirst(),
          size.getLast(),
          channels(),
          json.flag("center_input_sample", false),
          time(widths.getFirst()),
          json.optionalInteger("time_embedding_dim", 1, MOST_CHANNELS)
              .orElse(4 * widths.getFirst()),
          classes(),
          widths,
          levels(
              "down",
              List.of("DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D"),
              widths.size()),
          levels(
              "up",
              List.of("AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
              widths.size()),
          middle(scaleShift, groups),
          json.integer("layers_per_block", 2, 1, 100),
          json.integer("downsample_padding", 1, 0, 1),
          options.activation("act_fn", "silu"),
          json.isNull("attention_head_dim")
              ? OptionalInt.empty()
              : OptionalInt.of(json.integer("attention_head_dim", 8, 1, MOST_CHANNELS)),
          groups,
          options.eps(1e-5),
          scaleShift);
    }

    private int channels() {
      int in = json.integer("in_channels", 3, 1, MOST_CHANNELS);
      int out = json.integer("out_channels", 3, 1, MOST_CHANNELS);
      if (in != out) {
        throw json.refused(
            "in_channels = %d and out_channels = %d differ".formatted(in, out),
            "A flow's velocity has the channels of the picture: use a model that has");
      }
      return in;
    }

    private List<Integer> size(int levels) {
      List<Integer> size = options.size();
      int multiple = 1 << (levels - 1);
      if (size.stream().anyMatch(side -> side % multiple != 0)) {
        throw json.refusedValue(
            "sample_size",
            "is not a multiple of " + multiple,
            "Each level but the last halves it: correct it");
      }
      return size;
    }

    private TimeEmbedding time(int width) {
      boolean cosineFirst = json.flag("flip_sin_to_cos", true);
      int shift = json.integer("freq_shift", 0, 0, Math.max(0, width / 2 - 1));
      return switch (options.choice(
          "time_embedding_type", "positional", List.of("positional", "fourier"))) {
        case "fourier" -> new TimeEmbedding.Fourier();
        default -> new TimeEmbedding.Positional(cosineFirst, shift);
      };
    }

    private ClassEmbedding classes() {
      OptionalInt count = json.optionalInteger("num_class_embeds", 1, 1_000_000);
      if (json.optionalText("class_embed_type").isPresent()) {
        options.choice("class_embed_type", "timestep", List.of("timestep"));
        return new ClassEmbedding.AsTime();
      }
      return count.isPresent()
          ? new ClassEmbedding.Table(count.getAsInt())
          : new ClassEmbedding.None();
    }

    private List<Level> levels(String way, List<String> standard, int count) {
      boolean down = way.equals("down");
      String plain = down ? "DownBlock2D" : "UpBlock2D";
      String residual = down ? "ResnetDownsampleBlock2D" : "ResnetUpsampleBlock2D";
      String key = way + "_block_types";
      boolean residualType =
          options.optionalChoice(way + "sample_type", List.of("conv", "resnet")).equals("resnet");
      List<Level> levels = new ArrayList<>();
      for (String type : json.texts(key, standard)) {
        // Files of early releases write UNetResDownBlock2D and the like.
        String name = type.startsWith("UNetRes") ? type.substring("UNetRes".length()) : type;
        if (name.equals("Attn" + plain)) {
          levels.add(new Level(true, residualType));
        } else if (name.equals(plain) || name.equals(residual)) {
          levels.add(new Level(false, name.equals(residual)));
        } else {
          throw json.refused(
              "%s has the block type %s, which is not supported".formatted(key, type),
              "Supported are %s, Attn%s and %s".formatted(plain, plain, residual));
        }
      }
      return options.eachLevel(key, levels, count);
    }

    private Optional<Middle> middle(boolean scaleShift, int groups) {
      OptionalInt given = json.optionalInteger("attn_norm_num_groups", 1, MOST_CHANNELS);
      OptionalInt attentionGroups = given.isEmpty() && !scaleShift ? OptionalInt.of(groups) : given;
      boolean attention = json.flag("add_attention", true);
      double divisor = options.divisor("mid_block_scale_factor");
      if (json.isNull("mid_block_type")) {
        return Optional.empty();
      }
      options.choice("mid_block_type", "UNetMidBlock2D", List.of("UNetMidBlock2D"));
      return Optional.of(new Middle(attention, attentionGroups, divisor));
    }
  }
}

package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of a diffusers {@code FluxTransformer2DModel}; an absent key has diffusers' own
 * default.
 *
 * @param file where they come from, for refusals
 * @param channels channels of the latents, in and out; a token holds 2 x 2 places of them
 * @param doubleBlocks blocks with weights of their own for picture and text
 * @param singleBlocks blocks with the same weights for both
 * @param heads number of attention heads
 * @param headSize channels of an attention head
 * @param textWidth channels of a text token
 * @param pooledWidth channels of the pooled text
 * @param guidance whether the guidance scale is an input
 * @param axes channels of a head that turn with a token's index, row and column
 */
public record FluxConfig(
    Path file,
    int channels,
    int doubleBlocks,
    int singleBlocks,
    int heads,
    int headSize,
    int textWidth,
    int pooledWidth,
    boolean guidance,
    List<Integer> axes) {
  /** Places of the latents that a token holds. */
  static final int PLACES = 4;

  private static final int MOST_CHANNELS = NetworkOptions.MOST_CHANNELS;
  private static final int MOST_BLOCKS = 1 << 10;

  /** Copies the list. */
  public FluxConfig {
    axes = List.copyOf(axes);
  }

  /**
   * Reads a {@code transformer/config.json}.
   *
   * @throws ModelException naming the first option that is not supported
   */
  public static FluxConfig read(Path file) {
    JsonObject json = JsonObject.read(file);
    json.choice("_class_name", "FluxTransformer2DModel", List.of("FluxTransformer2DModel"));
    json.integer("patch_size", 1, 1, 1);
    int headSize = json.integer("attention_head_dim", 128, 1, MOST_CHANNELS);
    var config =
        new FluxConfig(
            file,
            channels(json),
            json.integer("num_layers", 19, 0, MOST_BLOCKS),
            json.integer("num_single_layers", 38, 0, MOST_BLOCKS),
            json.integer("num_attention_heads", 24, 1, MOST_CHANNELS),
            headSize,
            json.integer("joint_attention_dim", 4096, 1, MOST_CHANNELS),
            json.integer("pooled_projection_dim", 768, 1, MOST_CHANNELS),
            json.flag("guidance_embeds", false),
            axes(json, headSize));
    var options = new NetworkOptions(json);
    options.refuseQuantised();
    options.ignoreAveraging();
    json.refuseOthers();
    return config;
  }

  /** Channels of a token. */
  public int width() {
    return heads * headSize;
  }

  /** Height and width of the latents must be multiples of this. */
  public int sizeMultiple() {
    return 2;
  }

  private static int channels(JsonObject json) {
    int in = json.integer("in_channels", 64, 1, MOST_CHANNELS);
    int out = json.optionalInteger("out_channels", 1, MOST_CHANNELS).orElse(in);
    if (in != out) {
      throw json.refused(
          "in_channels = %d and out_channels = %d differ".formatted(in, out),
          "Use a text-to-image model; one that fills or follows another picture is not supported");
    }
    if (in % PLACES != 0) {
      throw json.refusedValue(
          "in_channels", "is not a multiple of 4, the places of a token", "Correct it");
    }
    return in / PLACES;
  }

  private static List<Integer> axes(JsonObject json, int headSize) {
    String key = "axes_dims_rope";
    List<Integer> axes = json.integers(key, List.of(16, 56, 56), 2, MOST_CHANNELS);
    if (axes.size() != 3 || axes.stream().anyMatch(size -> size % 2 != 0)) {
      throw json.refusedValue(key, "is not three even numbers", "Correct it");
    }
    int sum = axes.stream().mapToInt(Integer::intValue).sum();
    if (sum != headSize) {
      throw json.refused(
          "%s sum to %d, but attention_head_dim = %d".formatted(key, sum, headSize),
          "Correct one of them");
    }
    return axes;
  }
}

package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The options of a diffusers {@code SD3Transformer2DModel}; an absent key has diffusers' own
 * default.
 *
 * @param file where they come from, for refusals
 * @param channels channels of the latents, in and out
 * @param size usual height and width of the latents
 * @param patch height and width of a token in the latents
 * @param blocks number of blocks
 * @param heads number of attention heads
 * @param headSize channels of an attention head
 * @param textWidth channels of a text token
 * @param pooledWidth channels of the pooled text
 * @param mostPatches the most tokens in a row or a column of a picture
 * @param dualBlocks blocks with a second attention among the picture's tokens
 * @param normalised whether queries and keys are normalised
 */
public record Sd3Config(
    Path file,
    int channels,
    int size,
    int patch,
    int blocks,
    int heads,
    int headSize,
    int textWidth,
    int pooledWidth,
    int mostPatches,
    Set<Integer> dualBlocks,
    boolean normalised) {
  private static final int MOST_CHANNELS = NetworkOptions.MOST_CHANNELS;
  private static final int MOST_BLOCKS = 1 << 10;
  private static final int MOST_PATCHES = 1 << 14;

  /** Copies the set. */
  public Sd3Config {
    dualBlocks = Set.copyOf(dualBlocks);
  }

  /**
   * Reads a {@code transformer/config.json}.
   *
   * @throws ModelException naming the first option that is not supported
   */
  public static Sd3Config read(Path file) {
    JsonObject json = JsonObject.read(file);
    json.choice("_class_name", "SD3Transformer2DModel", List.of("SD3Transformer2DModel"));
    var config =
        new Sd3Config(
            file,
            channels(json),
            json.integer("sample_size", 128, 1, MOST_CHANNELS),
            json.integer("patch_size", 2, 1, 1 << 8),
            json.integer("num_layers", 18, 1, MOST_BLOCKS),
            json.integer("num_attention_heads", 18, 1, MOST_CHANNELS),
            json.integer("attention_head_dim", 64, 1, MOST_CHANNELS),
            json.integer("joint_attention_dim", 4096, 1, MOST_CHANNELS),
            json.integer("pooled_projection_dim", 2048, 1, MOST_CHANNELS),
            json.integer("pos_embed_max_size", 96, 1, MOST_PATCHES),
            Set.copyOf(json.integers("dual_attention_layers", List.of(), 0, MOST_BLOCKS)),
            normalised(json));
    requireTextWidth(json, config.width());
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
    return patch;
  }

  /** The largest height and width of the latents. */
  public int largestSize() {
    return patch * mostPatches;
  }

  private static int channels(JsonObject json) {
    int in = json.integer("in_channels", 16, 1, MOST_CHANNELS);
    int out = json.isNull("out_channels") ? in : json.integer("out_channels", 16, 1, MOST_CHANNELS);
    if (in != out) {
      throw json.refused(
          "in_channels = %d and out_channels = %d differ".formatted(in, out),
          "Use a text-to-image model; one that follows another picture is not supported");
    }
    return in;
  }

  private static boolean normalised(JsonObject json) {
    boolean normalised = json.optionalText("qk_norm").isPresent();
    if (normalised) {
      json.choice("qk_norm", "rms_norm", List.of("rms_norm"));
    }
    return normalised;
  }

  private static void requireTextWidth(JsonObject json, int width) {
    int projected = json.integer("caption_projection_dim", 1152, 1, MOST_CHANNELS);
    if (projected != width) {
      throw json.refused(
          "caption_projection_dim = %d, but num_attention_heads x attention_head_dim = %d"
              .formatted(projected, width),
          "Correct one of them: text and picture tokens share their attention");
    }
  }
}

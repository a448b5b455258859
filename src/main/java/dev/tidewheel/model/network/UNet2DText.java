package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.network.UNet2DConfig.ClassEmbedding;
import dev.tidewheel.model.network.UNet2DConfig.Level;
import dev.tidewheel.model.network.UNet2DConfig.Middle;
import dev.tidewheel.model.network.UNet2DConfig.TimeEmbedding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes a {@code UNet2DModel}: convolutional levels down, a block in the middle, levels up with
 * skips.
 *
 * <p>The function takes {@code x} (N, C, H, W), {@code time} (N) and, where there is a class
 * embedding, {@code label} (N).
 */
public final class UNet2DText {
  private static final double LONGEST_PERIOD = 10_000;

  private final UNet2DConfig config;
  private final NetworkText text = new NetworkText();
  private final Deque<String> skips = new ArrayDeque<>();

  /** The activated embedding of time and class, which every residual block projects. */
  private String condition = "";

  private UNet2DText(UNet2DConfig config) {
    this.config = config;
  }

  /**
   * Writes the network of a configuration.
   *
   * @throws ModelException if the options do not fit together, as channels that no group number
   *     divides
   */
  public static WrittenNetwork write(UNet2DConfig config) {
    return new UNet2DText(config).network();
  }

  private WrittenNetwork network() {
    List<Integer> widths = config.widths();
    condition = text.call(config.activation(), embedding());

    String input = config.centerInput() ? text.call("sub", text.call("mul", "x", 2), 1) : "x";
    String x = text.conv("conv_in", input, config.channels(), widths.getFirst(), 3, 1, 1);
    skips.push(x);
    for (int level = 0; level < widths.size(); level++) {
      x = down(level, x);
    }
    if (config.middle().isPresent()) {
      x = middle(config.middle().get(), x);
    }
    for (int step = 0; step < widths.size(); step++) {
      x = up(step, x);
    }
    x = text.call("silu", norm("conv_norm_out", x, widths.getFirst(), config.groups()));
    x = text.conv("conv_out", x, widths.getFirst(), config.channels(), 3, 1, 1);
    return new WrittenNetwork(text.forward(arguments(), byTime(x)), text.weights());
  }

  private List<String> arguments() {
    return config.classes() instanceof ClassEmbedding.None
        ? List.of("x", "time")
        : List.of("x", "time", "label");
  }

  private String byTime(String x) {
    return switch (config.time()) {
      case TimeEmbedding.Fourier() ->
          text.call("div", x, text.call("reshape", "time", List.of(-1, 1, 1, 1)));
      case TimeEmbedding.Positional(_, _) -> x;
    };
  }

  private String embedding() {
    String time = perceptron("time_embedding", waves("time"));
    return switch (config.classes()) {
      case ClassEmbedding.None() -> time;
      case ClassEmbedding.Table(int count) ->
          text.call(
              "add", time, text.embedding("class_embedding", "label", count, config.timeWidth()));
      case ClassEmbedding.AsTime() ->
          text.call("add", time, perceptron("class_embedding", waves("label")));
    };
  }

  /** Linear, SiLU, linear: the activation here is not the one of the residual blocks. */
  private String perceptron(String name, String x) {
    int in =
        config.time() instanceof TimeEmbedding.Fourier
            ? 2 * config.widths().getFirst()
            : config.widths().getFirst();
    String hidden = text.call("silu", text.linear(name + ".linear_1", x, in, config.timeWidth()));
    return text.linear(name + ".linear_2", hidden, config.timeWidth(), config.timeWidth());
  }

  private String waves(String number) {
    int width = config.widths().getFirst();
    return switch (config.time()) {
      case TimeEmbedding.Positional(boolean cosineFirst, int shift) ->
          positional(number, width, cosineFirst, shift);
      case TimeEmbedding.Fourier() -> fourier(number, width);
    };
  }

  private String positional(String number, int width, boolean cosineFirst, int shift) {
    int half = width / 2;
    String exponent = text.call("mul", text.range(half, number), -Math.log(LONGEST_PERIOD));
    String frequency = text.call("exp", text.call("div", exponent, half - shift));
    String angle = text.call("mul", text.call("unsqueeze", number, -1), frequency);
    String sine = text.call("sin", angle);
    String cosine = text.call("cos", angle);
    String waves = cosineFirst ? text.concat(cosine, sine) : text.concat(sine, cosine);
    return width % 2 == 0 ? waves : text.call("constant_pad_nd", waves, List.of(0, 1), 0);
  }

  private String fourier(String number, int width) {
    String logarithm = text.call("unsqueeze", text.call("log", number), -1);
    String turns = text.call("mul", logarithm, text.weight("time_proj.weight", width));
    String angle = text.call("mul", text.call("mul", turns, 2), Math.PI);
    return text.concat(text.call("sin", angle), text.call("cos", angle));
  }

  private String down(int level, String input) {
    Level kind = config.down().get(level);
    int out = config.widths().get(level);
    int in = level == 0 ? out : config.widths().get(level - 1);
    String name = "down_blocks." + level;
    String x = input;
    for (int layer = 0; layer < config.layers(); layer++) {
      x = residual(name + ".resnets." + layer, x, layer == 0 ? in : out, out, Resampling.NONE, 1);
      if (kind.attention()) {
        x = attention(name + ".attentions." + layer, x, out, OptionalInt.of(config.groups()), 1);
      }
      skips.push(x);
    }
    if (level < config.widths().size() - 1) {
      x = downsample(name + ".downsamplers.0", x, out, kind.residualResampling());
      skips.push(x);
    }
    return x;
  }

  private String downsample(String name, String x, int channels, boolean residual) {
    if (residual) {
      return residual(name, x, channels, channels, Resampling.DOWN, 1);
    }
    int padding = config.downsamplePadding();
    String padded = padding == 0 ? text.call("constant_pad_nd", x, List.of(0, 1, 0, 1), 0) : x;
    return text.conv(name + ".conv", padded, channels, channels, 3, 2, padding);
  }

  private String middle(Middle middle, String input) {
    int channels = config.widths().getLast();
    String x =
        residual(
            "mid_block.resnets.0", input, channels, channels, Resampling.NONE, middle.divisor());
    if (middle.attention()) {
      x =
          attention(
              "mid_block.attentions.0", x, channels, middle.attentionGroups(), middle.divisor());
    }
    return residual(
        "mid_block.resnets.1", x, channels, channels, Resampling.NONE, middle.divisor());
  }

  private String up(int step, String input) {
    Level kind = config.up().get(step);
    List<Integer> widths = config.widths().reversed();
    int out = widths.get(step);
    int before = widths.get(Math.max(step - 1, 0));
    int after = widths.get(Math.min(step + 1, widths.size() - 1));
    String name = "up_blocks." + step;
    String x = input;
    for (int layer = 0; layer <= config.layers(); layer++) {
      int in = (layer == 0 ? before : out) + (layer == config.layers() ? after : out);
      x =
          residual(
              name + ".resnets." + layer, text.concat(x, skips.pop()), in, out, Resampling.NONE, 1);
      if (kind.attention()) {
        x = attention(name + ".attentions." + layer, x, out, OptionalInt.of(config.groups()), 1);
      }
    }
    return step < widths.size() - 1
        ? upsample(name + ".upsamplers.0", x, out, kind.residualResampling())
        : x;
  }

  private String upsample(String name, String x, int channels, boolean residual) {
    return residual
        ? residual(name, x, channels, channels, Resampling.UP, 1)
        : text.conv(name + ".conv", text.upsample(x), channels, channels, 3, 1, 1);
  }

  /** Two convolutions with the time between them, beside a shortcut. */
  private String residual(
      String name, String input, int in, int out, Resampling resampling, double divisor) {
    String x = resample(activated(norm(name + ".norm1", input, in, config.groups())), resampling);
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
    int width = config.scaleShift() ? 2 * channels : channels;
    String projected = text.linear(name + ".time_emb_proj", condition, config.timeWidth(), width);
    String time = text.call("unsqueeze", text.call("unsqueeze", projected, -1), -1);
    String norm = name + ".norm2";
    if (!config.scaleShift()) {
      return norm(norm, text.call("add", x, time), channels, config.groups());
    }
    String halves = text.call("chunk", time, 2, 1);
    String scale = text.call("add", text.element(halves, 0), 1);
    String scaled = text.call("mul", norm(norm, x, channels, config.groups()), scale);
    return text.call("add", scaled, text.element(halves, 1));
  }

  private String attention(
      String name, String input, int channels, OptionalInt groups, double divisor) {
    int size = config.headWidth().orElse(channels);
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

  private String norm(String name, String x, int channels, int groups) {
    if (channels % groups != 0) {
      throw refused(
          "%d groups do not divide the %d channels of %s".formatted(groups, channels, name));
    }
    return text.groupNorm(name, x, channels, groups, config.eps());
  }

  private String activated(String x) {
    return text.call(config.activation(), x);
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
        config.file(), what, "Correct the configuration; no such network can be built");
  }

  private enum Resampling {
    NONE,
    DOWN,
    UP
  }
}

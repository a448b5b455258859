package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.network.BlocksText.Condition;
import dev.tidewheel.model.network.BlocksText.Resampling;
import dev.tidewheel.model.network.BlocksText.Style;
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
  private final UNet2DConfig config;
  private final NetworkText text = new NetworkText();
  private final Deque<String> skips = new ArrayDeque<>();

  private final BlocksText blocks;

  private UNet2DText(UNet2DConfig config) {
    this.config = config;
    blocks =
        new BlocksText(
            text,
            new Style(config.file(), config.activation(), config.groups(), config.eps()),
            condition());
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
    String input = text.typed("x");
    if (config.centerInput()) {
      input = text.call("sub", text.call("mul", input, 2), 1);
    }
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
    x = text.call("silu", blocks.norm("conv_norm_out", x, widths.getFirst()));
    x = text.conv("conv_out", x, widths.getFirst(), config.channels(), 3, 1, 1);
    return new WrittenNetwork(text.forward(arguments(), byTime(text.single(x))), text.weights());
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

  private Condition condition() {
    String vector = text.call(config.activation(), embedding());
    return config.scaleShift()
        ? new Condition.ScaleShift(vector, config.timeWidth())
        : new Condition.Shift(vector, config.timeWidth());
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
    String waves =
        switch (config.time()) {
          case TimeEmbedding.Positional(boolean cosineFirst, int shift) ->
              new TimeText(text).waves(number, width, cosineFirst, shift);
          case TimeEmbedding.Fourier() -> fourier(number, width);
        };
    return text.typed(waves);
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
      x = blocks.residual(name + ".resnets." + layer, x, layer == 0 ? in : out, out);
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
    return residual
        ? blocks.residual(name, x, channels, channels, Resampling.DOWN, 1)
        : blocks.downsample(name, x, channels, config.downsamplePadding());
  }

  private String middle(Middle middle, String input) {
    int channels = config.widths().getLast();
    String x =
        blocks.residual(
            "mid_block.resnets.0", input, channels, channels, Resampling.NONE, middle.divisor());
    if (middle.attention()) {
      x =
          attention(
              "mid_block.attentions.0", x, channels, middle.attentionGroups(), middle.divisor());
    }
    return blocks.residual(
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
      x = blocks.residual(name + ".resnets." + layer, text.concat(x, skips.pop()), in, out);
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
        ? blocks.residual(name, x, channels, channels, Resampling.UP, 1)
        : blocks.upsample(name, x, channels);
  }

  private String attention(
      String name, String x, int channels, OptionalInt groups, double divisor) {
    int size = config.headWidth().orElse(channels);
    return blocks.selfAttention(name, x, channels, size, groups, divisor);
  }
}

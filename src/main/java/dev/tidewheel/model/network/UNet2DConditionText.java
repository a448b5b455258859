package dev.tidewheel.model.network;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.network.BlocksText.Condition;
import dev.tidewheel.model.network.BlocksText.Resampling;
import dev.tidewheel.model.network.BlocksText.Style;
import dev.tidewheel.model.network.UNet2DConditionConfig.Level;
import dev.tidewheel.model.network.UNet2DConditionConfig.Middle;
import dev.tidewheel.model.network.UNet2DConditionConfig.Transformer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Writes a {@code UNet2DConditionModel}: convolutional levels down, a block in the middle, levels
 * up with skips, and transformers between that look at a text.
 *
 * <p>The function takes {@code x} (N, C, H, W), {@code time} (N), {@code text} (N, T, text width)
 * and, where the network was distilled from a guided one, {@code condition} (N), the guidance
 * scale. Height and width need not be multiples of anything.
 *
 * <p>Source: Rombach et al. 2022, "High-resolution image synthesis with latent diffusion models".
 */
public final class UNet2DConditionText {
  private final UNet2DConditionConfig config;
  private final NetworkText text = new NetworkText();
  private final BlocksText blocks;
  private final SpatialTransformerText transformers;
  private final Deque<String> skips = new ArrayDeque<>();

  private UNet2DConditionText(UNet2DConditionConfig config) {
    this.config = config;
    transformers = new SpatialTransformerText(text, config, text.typed("text"));
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
  public static WrittenNetwork write(UNet2DConditionConfig config) {
    return new UNet2DConditionText(config).network();
  }

  private WrittenNetwork network() {
    List<Integer> widths = config.widths();
    int first = widths.getFirst();
    String input = text.typed("x");
    if (config.centerInput()) {
      input = text.call("sub", text.call("mul", input, 2), 1);
    }
    int kernel = config.inputKernel();
    String x = text.conv("conv_in", input, config.channels(), first, kernel, 1, (kernel - 1) / 2);
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
    x = blocks.activated(blocks.norm("conv_norm_out", x, first));
    kernel = config.outputKernel();
    x = text.conv("conv_out", x, first, config.channels(), kernel, 1, (kernel - 1) / 2);
    return new WrittenNetwork(text.forward(arguments(), text.single(x)), text.weights());
  }

  private List<String> arguments() {
    return config.guidanceWidth().isPresent()
        ? List.of("x", "time", "text", "condition")
        : List.of("x", "time", "text");
  }

  private Condition condition() {
    int width = config.timeWidth();
    String embedding = activated(config.timeActivation(), embedding());
    String vector = text.call(config.activation(), embedding);
    return config.scaleShift()
        ? new Condition.ScaleShift(vector, width)
        : new Condition.Shift(vector, width);
  }

  private String embedding() {
    int in = config.widths().getFirst();
    int width = config.timeWidth();
    var time = new TimeText(text);
    String x = text.typed(time.waves("time", in, config.cosineFirst(), config.frequencyShift()));
    if (config.guidanceWidth().isPresent()) {
      int guidanceWidth = config.guidanceWidth().getAsInt();
      String guidance = text.typed(time.guidance("condition", guidanceWidth));
      String projected =
          text.linearWithoutBias("time_embedding.cond_proj", guidance, guidanceWidth, in);
      x = text.call("add", x, projected);
    }
    x = text.call(config.activation(), text.linear("time_embedding.linear_1", x, in, width));
    return activated(
        config.embeddingActivation(), text.linear("time_embedding.linear_2", x, width, width));
  }

  private String activated(Optional<String> activation, String x) {
    return activation.isPresent() ? text.call(activation.get(), x) : x;
  }

  private String down(int level, String input) {
    Level kind = config.down().get(level);
    int out = config.widths().get(level);
    int in = config.widths().get(Math.max(level - 1, 0));
    String name = "down_blocks." + level;
    String x = input;
    for (int layer = 0; layer < kind.layers(); layer++) {
      x = blocks.residual(name + ".resnets." + layer, x, layer == 0 ? in : out, out);
      x = transformer(name + ".attentions." + layer, x, out, kind.transformer());
      skips.push(x);
    }
    if (level < config.widths().size() - 1) {
      x = blocks.downsample(name + ".downsamplers.0", x, out, config.downsamplePadding());
      skips.push(x);
    }
    return x;
  }

  private String middle(Middle middle, String input) {
    String x = middleResidual(0, input, middle);
    if (middle.transformer().isEmpty()) {
      return x;
    }
    int channels = config.widths().getLast();
    x = transformer("mid_block.attentions.0", x, channels, middle.transformer());
    return middleResidual(1, x, middle);
  }

  private String middleResidual(int number, String x, Middle middle) {
    int channels = config.widths().getLast();
    String name = "mid_block.resnets." + number;
    return blocks.residual(name, x, channels, channels, Resampling.NONE, middle.divisor());
  }

  private String up(int step, String input) {
    Level kind = config.up().get(step);
    List<Integer> widths = config.widths().reversed();
    int out = widths.get(step);
    int before = widths.get(Math.max(step - 1, 0));
    int after = widths.get(Math.min(step + 1, widths.size() - 1));
    String name = "up_blocks." + step;
    String x = input;
    for (int layer = 0; layer < kind.layers(); layer++) {
      int in = (layer == 0 ? before : out) + (layer == kind.layers() - 1 ? after : out);
      x = blocks.residual(name + ".resnets." + layer, text.concat(x, skips.pop()), in, out);
      x = transformer(name + ".attentions." + layer, x, out, kind.transformer());
    }
    return step < widths.size() - 1
        ? blocks.upsample(name + ".upsamplers.0", x, out, skips.element())
        : x;
  }

  private String transformer(
      String name, String x, int channels, Optional<Transformer> transformer) {
    return transformer.isPresent() ? transformers.write(name, x, channels, transformer.get()) : x;
  }
}

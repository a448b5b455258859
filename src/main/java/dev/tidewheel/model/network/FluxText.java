package dev.tidewheel.model.network;

import dev.tidewheel.model.network.TransformerText.Heads;
import dev.tidewheel.model.network.TransformerText.Modulation;
import dev.tidewheel.model.network.TransformerText.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a {@code FluxTransformer2DModel}: a transformer over text and picture tokens, first with
 * weights of their own, then with the same weights for both.
 *
 * <p>The function takes {@code x} (N, C, H, W), {@code time} (N) in 0..1, {@code text} (N, T, text
 * width), {@code pooled} (N, pooled width) and, where the model is distilled with guidance, {@code
 * guidance} (N), the plain scale. It answers the velocity (N, C, H, W). All are float32.
 */
public final class FluxText {
  private static final double THETA = 10_000;
  private static final int FLOAT64 = 7;
  private static final int COMPLEX64 = 9;

  private final FluxConfig config;
  private final NetworkText text = new NetworkText();
  private final TransformerText words;

  /** The embedded time, pooled text and guidance, activated, as every modulation takes it. */
  private String condition = "";

  /** How far each pair of channels of each token turns: (T + pixels, 1, head size / 2), complex. */
  private String turns = "";

  /** The number of text tokens, which come first. */
  private String textTokens = "";

  private FluxText(FluxConfig config) {
    this.config = config;
    this.words = new TransformerText(text, config.heads(), config.headSize());
  }

  /** Writes the network of a configuration. */
  public static WrittenNetwork write(FluxConfig config) {
    return new FluxText(config).network();
  }

  private WrittenNetwork network() {
    int width = config.width();
    int patch = FluxConfig.PLACES * config.channels();
    String patches = text.call("pixel_unshuffle", "x", 2);
    String rows = text.call("size", patches, 2);
    String columns = text.call("size", patches, 3);
    textTokens = text.call("size", "text", 1);
    String pixels = text.call("transpose", text.call("flatten", patches, 2), 1, 2);

    String picture = text.linear("x_embedder", text.typed(pixels), patch, width);
    condition = text.call("silu", embedding());
    String prompt = text.linear("context_embedder", text.typed("text"), config.textWidth(), width);
    turns = turns(rows, columns);

    String out = words.after(blocks(picture, prompt), textTokens);
    out = words.lastNorm("norm_out", out, condition);
    out = text.single(text.linear("proj_out", out, width, patch));
    out = text.call("transpose", out, 1, 2);
    out = text.call("reshape", out, List.of(-1, patch, rows, columns));
    out = text.call("pixel_shuffle", out, 2);
    return new WrittenNetwork(text.forward(arguments(), out), text.weights());
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("x", "time", "text", "pooled"));
    if (config.guidance()) {
      arguments.add("guidance");
    }
    return arguments;
  }

  private String embedding() {
    String name = "time_text_embed.";
    String sum = words.embeddedNumber(name + "timestep_embedder", thousandfold("time"));
    if (config.guidance()) {
      String guidance = words.embeddedNumber(name + "guidance_embedder", thousandfold("guidance"));
      sum = text.call("add", sum, guidance);
    }
    String pooled =
        words.perceptron(name + "text_embedder", text.typed("pooled"), config.pooledWidth());
    return text.call("add", sum, pooled);
  }

  /** In the type of the weights, as the model was trained. */
  private String thousandfold(String number) {
    return text.call("mul", text.typed(number), 1000);
  }

  /**
   * Rotary embedding (Su et al. 2021) of three axes: an index that is always 0, row and column;
   * text tokens are at 0 on all of them.
   */
  private String turns(String rows, String columns) {
    String grid = text.call("zeros", List.of(rows, columns), "dtype=" + FLOAT64, device());
    String row = text.call("unsqueeze", indices(rows), 1);
    List<String> places =
        List.of(grid, text.call("add", grid, row), text.call("add", grid, indices(columns)));
    List<String> angles = new ArrayList<>();
    for (int axis = 0; axis < places.size(); axis++) {
      String flat = text.call("flatten", places.get(axis));
      String place = text.call("constant_pad_nd", flat, List.of(textTokens, 0), 0);
      angles.add(text.call("outer", place, frequencies(config.axes().get(axis))));
    }
    String angle = text.call("cat", angles, 1);
    String turn = text.call("polar", text.call("ones_like", angle), angle);
    return text.call("unsqueeze", text.call("to", turn, COMPLEX64), 1);
  }

  private String frequencies(int channels) {
    String even = text.call("arange", 0, channels, 2, "dtype=" + FLOAT64, device());
    String power = text.call("pow", THETA, text.call("div", even, channels));
    return text.call("reciprocal", power);
  }

  private String indices(String count) {
    return text.call("arange", count, "dtype=" + FLOAT64, device());
  }

  private static String device() {
    return "device=ops.prim.device(x)";
  }

  private String blocks(String picture, String prompt) {
    Tokens tokens = new Tokens(picture, prompt);
    for (int block = 0; block < config.doubleBlocks(); block++) {
      tokens = doubleBlock("transformer_blocks." + block, tokens);
    }
    String all = words.joined(tokens.prompt(), tokens.picture());
    for (int block = 0; block < config.singleBlocks(); block++) {
      all = singleBlock("single_transformer_blocks." + block, all);
    }
    return all;
  }

  private Tokens doubleBlock(String name, Tokens tokens) {
    List<Modulation> picture = words.modulations(name + ".norm1", condition, 2);
    List<Modulation> prompt = words.modulations(name + ".norm1_context", condition, 2);
    String attention = name + ".attn";
    Heads ofPicture =
        words.normalisedHeads(
            attention, words.modulated(tokens.picture(), picture.getFirst()), Side.PICTURE);
    Heads ofPrompt =
        words.normalisedHeads(
            attention, words.modulated(tokens.prompt(), prompt.getFirst()), Side.TEXT);
    String seen = words.attention(turned(words.joined(ofPrompt, ofPicture)));
    String toPicture = words.output(attention, words.after(seen, textTokens), Side.PICTURE);
    String toPrompt = words.output(attention, words.first(seen, textTokens), Side.TEXT);
    return new Tokens(
        words.thought(
            name + ".ff",
            words.gated(tokens.picture(), picture.getFirst(), toPicture),
            picture.getLast()),
        text.finite(
            words.thought(
                name + ".ff_context",
                words.gated(tokens.prompt(), prompt.getFirst(), toPrompt),
                prompt.getLast())));
  }

  /** Attention and feed-forward side by side. */
  private String singleBlock(String name, String tokens) {
    int width = config.width();
    Modulation by = words.modulations(name + ".norm", condition, 1).getFirst();
    String x = words.modulated(tokens, by);
    String thought = words.gelu(text.linear(name + ".proj_mlp", x, width, 4 * width));
    Heads heads = words.normalisedHeads(name + ".attn", x, Side.PICTURE);
    String both = text.call("cat", List.of(words.attention(turned(heads)), thought), 2);
    String output = text.linear(name + ".proj_out", both, 5 * width, width);
    return text.finite(words.gated(tokens, by, output));
  }

  private Heads turned(Heads heads) {
    return new Heads(turned(heads.query()), turned(heads.key()), heads.value());
  }

  /** Turns pairs of neighbouring channels, as complex numbers, in 32 bits. */
  private String turned(String x) {
    String pairs = text.call("unflatten", text.single(x), -1, List.of(-1, 2));
    String turned = text.call("mul", text.call("view_as_complex", pairs), turns);
    return text.typed(text.call("flatten", text.call("view_as_real", turned), 3));
  }

  /**
   * The two sequences.
   *
   * @param picture picture tokens
   * @param prompt text tokens
   */
  private record Tokens(String picture, String prompt) {}
}

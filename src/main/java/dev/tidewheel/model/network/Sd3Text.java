package dev.tidewheel.model.network;

import dev.tidewheel.model.network.TransformerText.Heads;
import dev.tidewheel.model.network.TransformerText.Modulation;
import dev.tidewheel.model.network.TransformerText.Side;
import java.util.List;
import java.util.Set;

/**
 * Writes an {@code SD3Transformer2DModel}: a transformer over picture and text tokens, each with
 * weights of their own, which meet in every attention.
 *
 * <p>The function takes {@code x} (N, C, H, W), {@code time} (N) in 0..1000, {@code text} (N, T,
 * text width) and {@code pooled} (N, pooled width), and answers the velocity (N, C, H, W). All are
 * float32. It fails for a picture beyond {@link Sd3Config#largestSize()}.
 */
public final class Sd3Text {
  private static final String PLACES = "pos_embed.pos_embed";

  private final Sd3Config config;
  private final NetworkText text = new NetworkText();
  private final TransformerText words;

  /** The embedded time and pooled text, activated, as every modulation takes it. */
  private String condition = "";

  /** The number of picture tokens, which come first. */
  private String pictureTokens = "";

  private Sd3Text(Sd3Config config) {
    this.config = config;
    this.words = new TransformerText(text, config.heads(), config.headSize());
  }

  /** Writes the network of a configuration. */
  public static WrittenNetwork write(Sd3Config config) {
    return new Sd3Text(config).network();
  }

  private WrittenNetwork network() {
    int width = config.width();
    int patch = config.patch();
    String patches =
        text.conv("pos_embed.proj", text.typed("x"), config.channels(), width, patch, patch, 0);
    String rows = text.call("size", patches, 2);
    String columns = text.call("size", patches, 3);
    String picture = text.call("transpose", text.call("flatten", patches, 2), 1, 2);
    picture = text.call("add", picture, places(rows, columns));
    pictureTokens = text.call("size", picture, 1);
    condition = text.call("silu", embedding());
    String prompt = text.linear("context_embedder", text.typed("text"), config.textWidth(), width);

    String out = words.lastNorm("norm_out", blocks(picture, prompt), condition);
    out = text.linear("proj_out", out, width, patch * patch * config.channels());
    return new WrittenNetwork(
        text.forward(
            List.of("x", "time", "text", "pooled"), unpatched(text.single(out), rows, columns)),
        text.weights(),
        Set.of(PLACES));
  }

  /** The middle of the embedding of all places that a picture may have. */
  private String places(String rows, String columns) {
    int most = config.mostPatches();
    String all = text.weight(PLACES, 1, (long) most * most, config.width());
    String grid = text.call("unflatten", all, 1, List.of(most, most));
    String cropped = middle(middle(grid, 1, rows), 2, columns);
    return text.call("flatten", cropped, 1, 2);
  }

  private String middle(String grid, int axis, String count) {
    String margin = text.call("floordiv", text.call("sub", config.mostPatches(), count), 2);
    return text.call("narrow", grid, axis, margin, count);
  }

  private String embedding() {
    String time = words.embeddedNumber("time_text_embed.timestep_embedder", "time");
    String pooled =
        words.perceptron(
            "time_text_embed.text_embedder", text.typed("pooled"), config.pooledWidth());
    return text.call("add", time, pooled);
  }

  /** Puts the tokens back in their places: within a token, channels come last. */
  private String unpatched(String tokens, String rows, String columns) {
    int patch = config.patch();
    List<Object> sizes = List.of(-1, rows, columns, patch, patch, config.channels());
    String grid = text.call("reshape", tokens, sizes);
    String sorted = text.call("permute", grid, List.of(0, 5, 1, 3, 2, 4));
    return text.call("flatten", text.call("flatten", sorted, 4, 5), 2, 3);
  }

  private String blocks(String picture, String prompt) {
    Tokens tokens = new Tokens(picture, prompt);
    int last = config.blocks() - 1;
    for (int block = 0; block < last; block++) {
      tokens = block(block, tokens);
    }
    return lastBlock(last, tokens);
  }

  private Tokens block(int block, Tokens tokens) {
    String name = name(block);
    List<Modulation> picture = pictureModulations(block);
    List<Modulation> prompt = words.modulations(name + ".norm1_context", condition, 2);
    String seen =
        attention(
            name + ".attn",
            words.modulated(tokens.picture(), picture.getFirst()),
            words.modulated(tokens.prompt(), prompt.getFirst()));
    String toPrompt = words.output(name + ".attn", words.after(seen, pictureTokens), Side.TEXT);
    String attended = words.gated(tokens.prompt(), prompt.getFirst(), toPrompt);
    return new Tokens(
        picture(block, tokens.picture(), picture, seen),
        words.thought(name + ".ff_context", attended, prompt.getLast()));
  }

  /** The last block only reads the text. */
  private String lastBlock(int block, Tokens tokens) {
    String name = name(block);
    List<Modulation> picture = pictureModulations(block);
    String seen =
        attention(
            name + ".attn",
            words.modulated(tokens.picture(), picture.getFirst()),
            words.lastNorm(name + ".norm1_context", tokens.prompt(), condition));
    return picture(block, tokens.picture(), picture, seen);
  }

  private String picture(int block, String before, List<Modulation> by, String seen) {
    String name = name(block);
    String output = words.output(name + ".attn", words.first(seen, pictureTokens), Side.PICTURE);
    String x = words.gated(before, by.getFirst(), output);
    if (config.dualBlocks().contains(block)) {
      String second = name + ".attn2";
      Heads heads = heads(second, words.modulated(before, by.getLast()), Side.PICTURE);
      output = words.output(second, words.attention(heads), Side.PICTURE);
      x = words.gated(x, by.getLast(), output);
    }
    return words.thought(name + ".ff", x, by.get(1));
  }

  /** For attention, feed-forward and, where there is one, the second attention. */
  private List<Modulation> pictureModulations(int block) {
    int count = config.dualBlocks().contains(block) ? 3 : 2;
    return words.modulations(name(block) + ".norm1", condition, count);
  }

  private String attention(String name, String picture, String prompt) {
    return words.attention(
        words.joined(heads(name, picture, Side.PICTURE), heads(name, prompt, Side.TEXT)));
  }

  private Heads heads(String attention, String x, Side side) {
    return config.normalised()
        ? words.normalisedHeads(attention, x, side)
        : words.heads(attention, x, side);
  }

  private static String name(int block) {
    return "transformer_blocks." + block;
  }

  /**
   * The two sequences.
   *
   * @param picture picture tokens
   * @param prompt text tokens
   */
  private record Tokens(String picture, String prompt) {}
}

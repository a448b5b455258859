package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.token.Tokens;
import java.util.List;
import java.util.Optional;

/**
 * Prompts of Stable Diffusion: the states of one CLIP text encoder after its final norm.
 *
 * @param clip the encoder
 */
record ClipTexts(ClipPart clip) implements TextPlan {
  @Override
  public int prompts() {
    return 1;
  }

  @Override
  public int mostSkipped() {
    return clip.config().layers();
  }

  @Override
  public Optional<Length> length() {
    return Optional.empty();
  }

  @Override
  public List<Part> parts() {
    return List.of(clip.part());
  }

  @Override
  public TextShape shape() {
    return new TextShape(clip.config().width(), 0);
  }

  @Override
  public PromptTokens tokens(PromptTexts texts) {
    Tokens tokens = clip.tokens(texts.first());
    return new PromptTokens(
        List.of(tokens.numbers()),
        texts.clipSkip(),
        shape().elements(tokens.numbers().size()),
        Cuts.of("prompt", tokens));
  }

  @Override
  public TextModel load(Device device, Precision precision) {
    return new Model(new LoadedClip(clip, device, precision));
  }

  private record Model(LoadedClip clip) implements TextModel {
    @Override
    public NDArray read(List<PromptTokens> prompts, NDManager results) {
      return TokenBatch.bySkip(
          prompts,
          (group, skip) ->
              clip.read(TokenBatch.of(group, 0, results), new ClipText.States(skip, true))
                  .get(0)
                  .reshape(group.size(), -1));
    }

    @Override
    public void close() {
      clip.close();
    }
  }
}

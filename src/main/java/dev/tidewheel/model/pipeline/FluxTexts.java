package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prompts of FLUX: T5's states of the second prompt, and CLIP's pooled text of the first.
 *
 * @param clip the first encoder
 * @param t5 the second
 */
record FluxTexts(ClipPart clip, T5Part t5) implements TextPlan {
  private static final Length LENGTH = new Length(512, 512);

  @Override
  public int prompts() {
    return 2;
  }

  @Override
  public int mostSkipped() {
    return 0;
  }

  @Override
  public Optional<Length> length() {
    return Optional.of(LENGTH);
  }

  @Override
  public List<Part> parts() {
    return List.of(clip.part(), t5.part());
  }

  @Override
  public TextShape shape() {
    return new TextShape(t5.config().width(), clip.pooled());
  }

  @Override
  public PromptTokens tokens(PromptTexts texts) {
    Tokens first = clip.tokens(texts.first());
    Tokens second = t5.tokenizer().tokens(texts.second(), texts.length().orElse(LENGTH.usual()));
    return new PromptTokens(
        List.of(first.numbers(), second.numbers()),
        0,
        shape().elements(second.numbers().size()),
        Stream.of(Cuts.of("prompt", first), Cuts.of("prompt2", second))
            .flatMap(List::stream)
            .toList());
  }

  @Override
  public TextModel load(Device device, Precision precision) {
    LoadedClip loaded = new LoadedClip(clip, device, precision);
    try {
      return new Model(loaded, new LoadedT5(t5, device, precision));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private record Model(LoadedClip clip, LoadedT5 t5) implements TextModel {
    @Override
    public NDArray read(List<PromptTokens> prompts, NDManager results) {
      NDArray pooled = clip.read(TokenBatch.of(prompts, 0, results), ClipText.States.LAST).get(1);
      NDArray states = t5.read(TokenBatch.of(prompts, 1, results));
      return states.reshape(prompts.size(), -1).concat(pooled, 1);
    }

    @Override
    public void close() {
      clip.close();
      t5.close();
    }
  }
}

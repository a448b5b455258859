package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prompts of Stable Diffusion 3: the states before the last layer of two CLIP encoders side by
 * side, filled up with zeros to the width of T5's, which follow them; and the pooled texts of both.
 *
 * @param first the first CLIP encoder
 * @param second the second
 * @param t5 the third encoder; where it is left out, its states are zero
 * @param width channels of a token for the transformer
 */
record Sd3Texts(ClipPart first, ClipPart second, Optional<T5Part> t5, int width)
    implements TextPlan {
  private static final Length LENGTH = new Length(256, 512);

  @Override
  public int prompts() {
    return 3;
  }

  /** The states of the layer before the last are usual, so one layer fewer can be skipped. */
  @Override
  public int mostSkipped() {
    return Math.min(first.config().layers(), second.config().layers()) - 1;
  }

  @Override
  public Optional<Length> length() {
    return Optional.of(LENGTH);
  }

  @Override
  public List<Part> parts() {
    return Stream.concat(Stream.of(first.part(), second.part()), t5.map(T5Part::part).stream())
        .toList();
  }

  @Override
  public TextShape shape() {
    return new TextShape(width, first.pooled() + second.pooled());
  }

  @Override
  public PromptTokens tokens(PromptTexts texts) {
    Tokens one = first.tokens(texts.first());
    Tokens two = second.tokenizer().tokens(texts.second(), one.numbers().size());
    int length = texts.length().orElse(LENGTH.usual());
    Optional<Tokens> three = t5.map(part -> part.tokenizer().tokens(texts.third(), length));
    List<List<Long>> ids = new ArrayList<>(List.of(one.numbers(), two.numbers()));
    three.ifPresent(tokens -> ids.add(tokens.numbers()));
    List<String> cuts = new ArrayList<>(Cuts.of("prompt", one));
    cuts.addAll(Cuts.of("prompt2", two));
    three.ifPresent(tokens -> cuts.addAll(Cuts.of("prompt3", tokens)));
    return new PromptTokens(
        ids, texts.clipSkip(), shape().elements(one.numbers().size() + length), cuts);
  }

  @Override
  public TextModel load(Device device, Precision precision) {
    List<AutoCloseable> loaded = new ArrayList<>();
    try {
      LoadedClip one = new LoadedClip(first, device, precision);
      loaded.add(one);
      LoadedClip two = new LoadedClip(second, device, precision);
      loaded.add(two);
      Optional<LoadedT5> three = t5.map(part -> new LoadedT5(part, device, precision));
      return new Model(one, two, three, shape());
    } catch (RuntimeException e) {
      Closing.all(loaded);
      throw e;
    }
  }

  private record Model(LoadedClip first, LoadedClip second, Optional<LoadedT5> t5, TextShape shape)
      implements TextModel {
    @Override
    public NDArray read(List<PromptTokens> prompts, NDManager results) {
      return TokenBatch.bySkip(prompts, (group, skip) -> read(group, skip, results));
    }

    private NDArray read(List<PromptTokens> prompts, int skip, NDManager results) {
      var before = new ClipText.States(skip + 1, false);
      NDList one = first.read(TokenBatch.of(prompts, 0, results), before);
      NDList two = second.read(TokenBatch.of(prompts, 1, results), before);
      NDArray clip = one.get(0).concat(two.get(0), 2);
      long n = clip.size(0);
      long room = shape.width() - clip.size(2);
      NDArray filled =
          room == 0 ? clip : clip.concat(results.zeros(new Shape(n, clip.size(1), room)), 2);
      long length = (prompts.getFirst().elements() - shape.pooled()) / shape.width() - clip.size(1);
      NDArray tail =
          t5.map(model -> model.read(TokenBatch.of(prompts, 2, results)))
              .orElseGet(() -> results.zeros(new Shape(n, length, shape.width())));
      NDArray states = filled.concat(tail, 1).reshape(n, -1);
      return states.concat(one.get(1), 1).concat(two.get(1), 1);
    }

    @Override
    public void close() {
      first.close();
      second.close();
      t5.ifPresent(LoadedT5::close);
    }
  }
}

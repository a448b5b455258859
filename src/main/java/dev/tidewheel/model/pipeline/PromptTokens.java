package dev.tidewheel.model.pipeline;

import java.util.List;

/**
 * A prompt as encoders read it.
 *
 * @param ids the tokens of each encoder, padded to its length
 * @param clipSkip last layers that CLIP encoders leave out
 * @param elements numbers that it becomes
 * @param cuts what was left out of it, a sentence each; not part of what is read
 */
public record PromptTokens(List<List<Long>> ids, int clipSkip, int elements, List<String> cuts) {
  /** Copies the lists. */
  public PromptTokens {
    ids = ids.stream().map(List::copyOf).toList();
    cuts = List.copyOf(cuts);
  }
}

package dev.tidewheel.model.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * What a prompt becomes: a row of numbers of each token, then one row for the whole prompt.
 *
 * @param width numbers of a token
 * @param pooled numbers of the whole prompt; 0 where the network does not read them
 */
public record TextShape(int width, int pooled) {
  /** All numbers of a prompt. */
  int elements(int tokens) {
    return tokens * width + pooled;
  }

  /** The tokens' rows, [N, tokens, width], of [N, elements]. */
  NDArray tokens(NDArray texts) {
    NDArray part = texts.get(new NDIndex(":, :{}", texts.size(1) - pooled));
    return part.reshape(texts.size(0), -1, width);
  }

  /** The prompts' rows, [N, pooled]. */
  NDArray pooled(NDArray texts) {
    return texts.get(new NDIndex(":, {}:", texts.size(1) - pooled));
  }
}

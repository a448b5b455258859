package dev.tidewheel.model.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Prompts side by side. */
final class TokenBatch {
  private TokenBatch() {}

  /** The tokens of one encoder, int64 [N, L]. */
  static NDArray of(List<PromptTokens> prompts, int encoder, NDManager manager) {
    int length = prompts.getFirst().ids().get(encoder).size();
    long[] ids =
        prompts.stream()
            .flatMap(prompt -> prompt.ids().get(encoder).stream())
            .mapToLong(Long::longValue)
            .toArray();
    return manager.create(ids, new Shape(prompts.size(), length));
  }

  /**
   * Reads prompts in groups that skip the same layers, and puts the rows into the prompts' order.
   *
   * @param read from prompts and the layers skipped to [prompts, elements]
   */
  static NDArray bySkip(
      List<PromptTokens> prompts, BiFunction<List<PromptTokens>, Integer, NDArray> read) {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < prompts.size(); i++) {
      groups.computeIfAbsent(prompts.get(i).clipSkip(), key -> new ArrayList<>()).add(i);
    }
    NDArray[] rows = new NDArray[prompts.size()];
    groups.forEach(
        (skip, places) -> {
          NDArray answer = read.apply(places.stream().map(prompts::get).toList(), skip);
          for (int i = 0; i < places.size(); i++) {
            rows[places.get(i)] = answer.get(i);
          }
        });
    return NDArrays.stack(new NDList(rows));
  }
}

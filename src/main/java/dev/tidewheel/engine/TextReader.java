package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Turns prompts into numbers for a network. Called on the engine's thread only. */
public interface TextReader {
  /**
   * Reads prompts of one length.
   *
   * @param prompts one or more, with the same number of elements
   * @param results who the answer belongs to
   * @return float32 [prompts, elements], on the network's device
   */
  NDArray read(List<Prompt> prompts, NDManager results);
}

package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;

/** How a pipeline reads prompts: its tokenizers and text encoders, and how their answers join. */
public interface TextPlan {
  /** How many prompts of their own a request may give to the encoders. */
  int prompts();

  /** The most last layers that CLIP encoders can leave out; 0 where the pipeline never does. */
  int mostSkipped();

  /** Tokens of the T5 encoder; empty where there is none, since CLIP's length is fixed. */
  Optional<Length> length();

  /** The text encoders. */
  List<Part> parts();

  /** The shape of what a prompt becomes. */
  TextShape shape();

  /** Turns a prompt into tokens. May be called by several threads at once. */
  PromptTokens tokens(PromptTexts texts);

  /**
   * Loads the encoders.
   *
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  TextModel load(Device device, Precision precision);

  /**
   * How many tokens are read.
   *
   * @param usual where a request says nothing
   * @param most the most that the pipeline takes
   */
  record Length(int usual, int most) {}

  /** Loaded encoders. For one thread at a time. */
  interface TextModel extends AutoCloseable {
    /**
     * Reads prompts of the same number of elements.
     *
     * @param results who the answer belongs to
     * @return float32 [prompts, elements]
     */
    NDArray read(List<PromptTokens> prompts, NDManager results);

    @Override
    void close();
  }
}

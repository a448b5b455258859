package dev.tidewheel.model.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network that is evaluated at each step, and the order of what it is given: the state, the
 * time, the tokens' rows, the prompt's row, the number that it is told.
 *
 * @param part its weights
 * @param network its function
 * @param timeUnit what the scheduler's time is divided by before the network is told
 * @param text what it reads, if anything
 * @param told what it is told beside the time
 */
public record Denoiser(
    Part part, WrittenNetwork network, double timeUnit, Optional<TextShape> text, Told told) {
  /** What a network is told beside the time. */
  public enum Told {
    /** Nothing. */
    NOTHING,
    /** A class, as a whole number. */
    CLASS,
    /** A number. */
    NUMBER
  }

  /** Calls the loaded function; of what it makes only the answer is left. */
  NDArray call(TorchScriptModule function, NDArray x, NDArray time, NDArray labels, NDArray texts) {
    List<NDArray> made = new ArrayList<>();
    List<NDArray> arguments = new ArrayList<>();
    arguments.add(x);
    arguments.add(timeUnit == 1 ? time : kept(time.div(timeUnit), made));
    text.ifPresent(
        shape -> {
          arguments.add(kept(shape.tokens(texts), made));
          if (shape.pooled() > 0) {
            arguments.add(kept(shape.pooled(texts), made));
          }
        });
    switch (told) {
      case NOTHING -> {}
      case CLASS -> arguments.add(kept(labels.toType(DataType.INT64, true), made));
      case NUMBER -> arguments.add(labels);
    }
    try {
      return function.call(arguments.toArray(NDArray[]::new)).singletonOrThrow();
    } finally {
      made.forEach(NDArray::close);
    }
  }

  private static NDArray kept(NDArray array, List<NDArray> made) {
    made.add(array);
    return array;
  }
}

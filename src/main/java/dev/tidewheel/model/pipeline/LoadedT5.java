package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.tidewheel.model.network.T5Text;
import dev.tidewheel.model.script.TorchScriptModule;

/** A T5 text encoder on a device. */
final class LoadedT5 implements AutoCloseable {
  private final PartWeights weights;
  private final TorchScriptModule function;

  LoadedT5(T5Part t5, Device device, Precision precision) {
    this.weights = PartWeights.load(t5.part(), device, precision);
    this.function = weights.function(T5Text.write(t5.config()));
  }

  /**
   * Reads tokens.
   *
   * @param tokens int64 [N, L]
   * @return [N, L, width]
   */
  NDArray read(NDArray tokens) {
    return function.call(tokens).singletonOrThrow();
  }

  @Override
  public void close() {
    weights.close();
  }
}

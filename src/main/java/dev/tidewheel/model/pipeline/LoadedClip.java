package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.tidewheel.model.network.ClipConfig;
import dev.tidewheel.model.network.ClipText;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.HashMap;
import java.util.Map;

/** A CLIP text encoder on a device: a function for each choice of states, over the same weights. */
final class LoadedClip implements AutoCloseable {
  private final ClipConfig config;
  private final PartWeights weights;
  private final Map<ClipText.States, TorchScriptModule> functions = new HashMap<>();

  LoadedClip(ClipPart clip, Device device, Precision precision) {
    this.config = clip.config();
    this.weights = PartWeights.load(clip.part(), device, precision);
  }

  /**
   * Reads tokens.
   *
   * @param tokens int64 [N, L]
   * @return the states [N, L, width] and the pooled text [N, P]
   */
  NDList read(NDArray tokens, ClipText.States states) {
    return functions
        .computeIfAbsent(states, wanted -> weights.function(ClipText.write(config, wanted)))
        .call(tokens);
  }

  @Override
  public void close() {
    weights.close();
  }
}

package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights of a part on a device, once, for all the functions that are written over them. */
final class PartWeights implements AutoCloseable {
  private final Device device;
  private final NDManager manager;
  private final Map<String, NDArray> arrays = new HashMap<>();
  private final List<TorchScriptModule> functions = new ArrayList<>();

  private PartWeights(Device device) {
    this.device = device;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Uploads the weights of a part.
   *
   * @throws dev.tidewheel.model.files.ModelException if they changed since the part was read
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  static PartWeights load(Part part, Device device, Precision precision) {
    PartWeights weights = new PartWeights(device);
    try (WeightFiles files = WeightFiles.open(part.location());
        TorchScriptModule narrowed = precision.converter(device)) {
      files.require(part.specs());
      for (TensorSpec spec : part.specs()) {
        NDArray wide = files.upload(spec, weights.manager);
        weights.arrays.put(spec.name(), precision.narrows() ? narrowed(narrowed, wide) : wide);
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private static NDArray narrowed(TorchScriptModule converter, NDArray wide) {
    try (wide) {
      return converter.call(wide).singletonOrThrow();
    }
  }

  /** A function over them; closed with them. */
  TorchScriptModule function(WrittenNetwork network) {
    List<NDArray> used = new ArrayList<>();
    for (TensorSpec spec : network.weights()) {
      NDArray array = arrays.get(spec.name());
      if (array == null) {
        throw new IllegalArgumentException("the part has no weight " + spec.name());
      }
      used.add(array);
    }
    TorchScriptModule function = TorchScriptModule.load(network.forward(), used, device);
    functions.add(function);
    return function;
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    functions.forEach(TorchScriptModule::close);
    manager.close();
  }
}

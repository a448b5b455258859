package dev.tidewheel.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights on a device, ready to be evaluated.
 *
 * <p>Computes in 32-bit floats, whatever the type of the stored weights. For one thread at a time.
 */
public final class LoadedModel implements AutoCloseable {
  private final String name;
  private final ModelDescription description;
  private final NDManager weights;
  private final TorchScriptModule network;

  private LoadedModel(
      String name, ModelDescription description, NDManager weights, TorchScriptModule network) {
    this.name = name;
    this.description = description;
    this.weights = weights;
    this.network = network;
  }

  /**
   * Loads a model.
   *
   * @param name the name by which requests ask for it
   * @param folder where it comes from
   * @param device where it computes
   * @throws ModelException if the weights changed since the folder was read
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public static LoadedModel load(String name, ModelFolder folder, Device device) {
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try (WeightFiles files = WeightFiles.open(folder.weights())) {
      files.requireExactly(folder.network().weights());
      List<NDArray> weights = new ArrayList<>();
      for (TensorSpec spec : folder.network().weights()) {
        weights.add(files.upload(spec, manager));
      }
      TorchScriptModule network =
          TorchScriptModule.load(folder.network().forward(), weights, device);
      return new LoadedModel(name, folder.description(), manager, network);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The name by which requests ask for it. */
  public String name() {
    return name;
  }

  /** What the model is. */
  public ModelDescription description() {
    return description;
  }

  /**
   * Evaluates the network.
   *
   * @param x the noisy pictures, (N, C, H, W), float32
   * @param time the model's own time of each, (N), float32
   * @param label the class of each, (N): int64 for a table of classes, float32 for a number, null
   *     where the model takes none
   * @return the output, (N, C, H, W), float32, which belongs to the manager of x
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public NDArray forward(NDArray x, NDArray time, @Nullable NDArray label) {
    boolean labelled = !(description.classes() instanceof ClassLabels.None);
    if (labelled != (label != null)) {
      throw new IllegalArgumentException(
          "model " + name + (labelled ? " needs a label" : " takes no label"));
    }
    return (label == null ? network.call(x, time) : network.call(x, time, label))
        .singletonOrThrow();
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    network.close();
    weights.close();
  }
}

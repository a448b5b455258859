package dev.tidewheel.model;

import ai.djl.Device;
import dev.tidewheel.model.pipeline.LoadedPipeline;
import dev.tidewheel.model.pipeline.Precision;

/**
 * A model with its weights on a device, ready to be evaluated. For one thread at a time, but that
 * on the CPU several may evaluate its denoiser at once.
 *
 * @param name the name by which requests ask for it
 * @param description what it is
 * @param pipeline its networks
 */
public record LoadedModel(String name, ModelDescription description, LoadedPipeline pipeline)
    implements AutoCloseable {
  /**
   * Loads a model that computes in 32-bit floats, whatever the type of the stored weights.
   *
   * @throws dev.tidewheel.model.files.ModelException if the weights changed since the folder was
   *     read
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public static LoadedModel load(String name, ModelFolder folder, Device device) {
    return load(name, folder, device, new Precision.Choice.Fixed(Precision.FLOAT32));
  }

  /** Loads a model that computes in a chosen type of numbers. */
  public static LoadedModel load(
      String name, ModelFolder folder, Device device, Precision.Choice precision) {
    ModelDescription description = folder.description();
    return new LoadedModel(
        name, description, LoadedPipeline.load(description.blueprint(), device, precision));
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    pipeline.close();
  }
}

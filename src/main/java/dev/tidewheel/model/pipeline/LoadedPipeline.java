package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tidewheel.model.pipeline.TextPlan.TextModel;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline with its weights on a device. For one thread at a time, but that on the CPU several
 * may evaluate its denoiser at once.
 */
public final class LoadedPipeline implements AutoCloseable {
  private final Denoiser denoiser;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final TorchScriptModule network;
  private final @Nullable TextModel text;
  private final @Nullable TorchScriptModule decoder;
  private final @Nullable TorchScriptModule encoder;
  private final SortedMap<Precision, Long> weightBytes = new TreeMap<>();

  private LoadedPipeline(Blueprint blueprint, Device device, Precision.Choice choice) {
    this.denoiser = blueprint.denoiser();
    Precision precision = choice.of(denoiser.part(), device);
    try {
      PartWeights weights = opened(PartWeights.load(denoiser.part(), device, precision));
      count(denoiser.part(), precision);
      this.network = weights.function(denoiser.network());
      Optional<TextPlan> plan = blueprint.text();
      this.text = plan.isPresent() ? opened(plan.get().load(device, precision)) : null;
      plan.ifPresent(texts -> texts.parts().forEach(part -> count(part, precision)));
      Optional<Autoencoder> autoencoder = blueprint.autoencoder();
      if (autoencoder.isPresent()) {
        PartWeights vae =
            opened(PartWeights.load(autoencoder.get().part(), device, precision.forPictures()));
        count(autoencoder.get().part(), precision.forPictures());
        this.decoder = vae.function(autoencoder.get().decoder());
        this.encoder = vae.function(autoencoder.get().encoder());
      } else {
        this.decoder = null;
        this.encoder = null;
      }
    } catch (RuntimeException e) {
      Closing.all(opened);
      throw e;
    }
  }

  /**
   * Loads a pipeline.
   *
   * @throws dev.tidewheel.model.files.ModelException if the weights changed since the folder was
   *     read
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public static LoadedPipeline load(Blueprint blueprint, Device device, Precision.Choice choice) {
    return new LoadedPipeline(blueprint, device, choice);
  }

  private void count(Part part, Precision precision) {
    weightBytes.merge(precision, part.parameters() * precision.bytes(), Long::sum);
  }

  /** Bytes that the weights take on the device, by the type that they are in. */
  public SortedMap<Precision, Long> weightBytes() {
    return Collections.unmodifiableSortedMap(weightBytes);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  /**
   * Evaluates the network.
   *
   * @param x the state, (N, C, H, W), float32
   * @param time the model's own time of each, (N), float32
   * @param labels what each is told beside the time, (N), float32; ignored where it is nothing
   * @param texts what the prompts became, (N, elements), float32; ignored where none are read
   * @return the output, (N, C, H, W), float32, which belongs to the manager of x
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public NDArray forward(NDArray x, NDArray time, NDArray labels, NDArray texts) {
    return denoiser.call(network, x, time, labels, texts);
  }

  /** What prompts become, (N, elements), float32. Only for pipelines that read prompts. */
  public NDArray read(List<PromptTokens> prompts, NDManager results) {
    return required(text, "reads no prompts").read(prompts, results);
  }

  /** Pictures of latents, (N, channels, height, width), data in [-1, 1]. */
  public NDArray decode(NDArray latents) {
    return required(decoder, "has no decoder").call(latents).singletonOrThrow();
  }

  /**
   * Latents of pictures.
   *
   * @param pictures (N, channels, height, width), data in [-1, 1]
   * @param noise of the latents' shape, to draw from the encoder's distribution
   */
  public NDArray encode(NDArray pictures, NDArray noise) {
    return required(encoder, "has no encoder").call(pictures, noise).singletonOrThrow();
  }

  private static <T> T required(@Nullable T part, String lack) {
    if (part == null) {
      throw new IllegalStateException("the pipeline " + lack);
    }
    return part;
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    Closing.all(opened);
  }
}

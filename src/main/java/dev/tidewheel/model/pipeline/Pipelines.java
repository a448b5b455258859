package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The pipelines that are known, by the class that {@code model_index.json} names. */
public final class Pipelines {
  private static final Kind STABLE_DIFFUSION =
      new Kind(StableDiffusion.COMPONENTS, StableDiffusion::joints, StableDiffusion::read);

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              Flux.PIPELINE,
              new Kind(Flux.COMPONENTS, Flux::joints, Flux::read),
              StableDiffusion3.PIPELINE,
              new Kind(
                  StableDiffusion3.COMPONENTS, StableDiffusion3::joints, StableDiffusion3::read),
              StableDiffusion.PIPELINE,
              STABLE_DIFFUSION,
              StableDiffusion.CONSISTENCY,
              STABLE_DIFFUSION));

  /**
   * A class of pipelines.
   *
   * @param components the parts that it cannot do without, beside a scheduler and tokenizers
   * @param joints where they meet
   * @param reader reads and checks all of it
   */
  record Kind(
      List<Component> components,
      Function<PipelineIndex, List<Joint>> joints,
      Function<PipelineIndex, Blueprint> reader) {}

  private Pipelines() {}

  /**
   * Reads and checks a folder.
   *
   * @throws ModelException naming the file, what is wrong or not supported in it, and the cure
   */
  public static Blueprint read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder, "is no folder", "Name the folder that holds model_index.json");
    }
    Blueprint blueprint = read(PipelineIndex.read(folder));
    blueprint.checkScheduler();
    return blueprint;
  }

  private static Blueprint read(PipelineIndex index) {
    Optional<Kind> kind = kind(index);
    if (kind.isPresent()) {
      return kind.get().reader().apply(index);
    }
    if (!index.has(PixelPipeline.UNET)
        || !index.type(PixelPipeline.UNET).equals(PixelPipeline.TYPE)) {
      var supported = new TreeSet<>(KINDS.keySet());
      supported.add("DDPMPipeline or another one of a " + PixelPipeline.TYPE);
      throw index.refusedPipeline(supported);
    }
    return PixelPipeline.read(index);
  }

  /** What a folder's pipeline is made of; empty where its class is none of those with latents. */
  static Optional<Kind> kind(PipelineIndex index) {
    return Optional.ofNullable(KINDS.get(index.pipeline()));
  }
}

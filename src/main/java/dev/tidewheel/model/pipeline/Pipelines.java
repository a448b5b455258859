package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The pipelines that are known, by the class that {@code model_index.json} names. */
public final class Pipelines {
  private static final Map<String, Function<PipelineIndex, Blueprint>> READERS =
      new TreeMap<>(
          Map.of(
              Flux.PIPELINE, Flux::read,
              StableDiffusion3.PIPELINE, StableDiffusion3::read,
              StableDiffusion.PIPELINE, StableDiffusion::read,
              StableDiffusion.CONSISTENCY, StableDiffusion::read));

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
    PipelineIndex index = PipelineIndex.read(folder);
    Function<PipelineIndex, Blueprint> reader = READERS.get(index.pipeline());
    if (reader != null) {
      return reader.apply(index);
    }
    if (!index.has(PixelPipeline.UNET)
        || !index.type(PixelPipeline.UNET).equals(PixelPipeline.TYPE)) {
      var supported = new TreeSet<>(READERS.keySet());
      supported.add("DDPMPipeline or another one of a " + PixelPipeline.TYPE);
      throw index.refusedPipeline(supported);
    }
    return PixelPipeline.read(index);
  }
}

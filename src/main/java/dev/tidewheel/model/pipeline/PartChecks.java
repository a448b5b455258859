package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.model.scheduler.SchedulerCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the parts of a folder one by one, so that each says what is wrong with it. */
public final class PartChecks {
  private static final String TEXT_ENCODER = "text_encoder";

  private final PipelineIndex index;

  private PartChecks(PipelineIndex index) {
    this.index = index;
  }

  /**
   * The problems of all parts that a folder names; a part of an unknown class has none here.
   *
   * @throws ModelException if its index cannot be read
   */
  public static List<ModelException> problems(Path folder) {
    PartChecks checks = new PartChecks(PipelineIndex.read(folder));
    List<ModelException> problems = new ArrayList<>();
    for (String part : checks.index.parts()) {
      try {
        checks.check(part, checks.index.type(part));
      } catch (ModelException problem) {
        problems.add(problem);
      }
    }
    return problems;
  }

  /**
   * The files of weights that can be opened, of all parts that a folder names. They are the
   * caller's to close.
   *
   * @throws ModelException if its index cannot be read
   */
  public static List<WeightFiles> weights(Path folder) {
    PipelineIndex index = PipelineIndex.read(folder);
    List<WeightFiles> found = new ArrayList<>();
    for (String part : index.parts()) {
      try {
        found.add(WeightFiles.open(WeightLocation.find(folder.resolve(part))));
      } catch (ModelException withoutWeights) {
        continue; // such as a scheduler, or a part that its own check speaks of
      }
    }
    return found;
  }

  private void check(String part, String type) {
    Object unused =
        switch (type) {
          case PixelPipeline.TYPE -> PixelPipeline.network(index);
          case StableDiffusion.TYPE -> StableDiffusion.network(index);
          case StableDiffusion3.TYPE -> StableDiffusion3.network(index);
          case Flux.TYPE -> Flux.network(index);
          case Autoencoder.TYPE -> Autoencoder.read(index.folder());
          case ClipPart.PLAIN, ClipPart.PROJECTED -> ClipPart.read(index, suffix(part), type);
          case T5Part.TYPE -> T5Part.read(index, suffix(part));
          default -> part.equals(Schedulers.FOLDER) ? scheduler() : "";
        };
  }

  private static String suffix(String part) {
    return part.startsWith(TEXT_ENCODER) ? part.substring(TEXT_ENCODER.length()) : "";
  }

  private FolderScheduler scheduler() {
    boolean sized = index.has("transformer");
    return FolderScheduler.read(
        index.file(Schedulers.FOLDER, Schedulers.FILE),
        sized ? SchedulerCall.evenly(1) : SchedulerCall.PLAIN);
  }
}

package dev.tidewheel.model;

import dev.tidewheel.model.pipeline.Blueprint;
import dev.tidewheel.model.pipeline.ClassLabels;
import dev.tidewheel.model.pipeline.Frame;
import dev.tidewheel.model.pipeline.Part;
import dev.tidewheel.model.pipeline.SamplingDefaults;
import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.sampling.Recipe;
import java.nio.file.Path;

/**
 * What the rest of the program needs to know of a model, without a device.
 *
 * @param blueprint what its folder is made of
 * @param about one sentence for people; empty where the folder has none
 * @param classes the labels it takes, with their names where the folder gives them
 * @param defaults sampling settings that the folder proposes
 */
public record ModelDescription(
    Blueprint blueprint, String about, ClassLabels classes, SamplingDefaults defaults) {
  /** The pipeline's class, as {@code model_index.json} names it. */
  public String pipeline() {
    return blueprint.pipeline();
  }

  /** The class of the network that is evaluated at each step. */
  public String network() {
    return blueprint.denoiser().part().type();
  }

  /** Its pictures. */
  public Frame frame() {
    return blueprint.frame();
  }

  /** Usual width in pixels. */
  public int width() {
    return defaults.width().orElse(frame().width());
  }

  /** Usual height in pixels. */
  public int height() {
    return defaults.height().orElse(frame().height());
  }

  /** What the folder says of training and sampling, for pictures of the usual size. */
  public FolderScheduler scheduler() {
    return blueprint.scheduler(width(), height());
  }

  /** Steps where neither a request nor the folder's proposals say anything. */
  public int usualSteps() {
    return blueprint.usualSteps().orElseGet(() -> scheduler().usualSteps());
  }

  /** Guidance where neither a request nor the folder's proposals say anything. */
  public double usualGuidance() {
    return blueprint.usualGuidance();
  }

  /** How it was trained and is sampled, for pictures of the usual size. */
  public Recipe recipe() {
    return recipe(width(), height());
  }

  /** How it was trained and is sampled, for a size of picture. */
  public Recipe recipe(int width, int height) {
    Recipe recipe = blueprint.scheduler(width, height).recipe();
    double instead = blueprint.toldForZero();
    return instead > 0 ? recipe.neverToldZero(instead) : recipe;
  }

  /**
   * The same model with another scheduler's file, whose proposals for sampling do not hold any
   * more.
   *
   * @throws dev.tidewheel.model.files.ModelException if the file cannot be read or asks for what is
   *     not supported
   */
  public ModelDescription scheduledBy(Path file) {
    return new ModelDescription(
        blueprint.scheduledBy(file), about, classes, defaults.withoutSampling());
  }

  /** Number of weights, of all networks. */
  public long parameters() {
    return blueprint.parts().stream().mapToLong(Part::parameters).sum();
  }
}

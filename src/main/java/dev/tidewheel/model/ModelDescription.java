package dev.tidewheel.model;

import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.sampling.Recipe;

/**
 * What the rest of the program needs to know of a model, without a device.
 *
 * @param pipeline the pipeline's class, as {@code model_index.json} names it
 * @param network the network's class
 * @param about one sentence for people; empty where the folder has none
 * @param channels channels of a picture
 * @param height usual height in pixels
 * @param width usual width in pixels
 * @param sizeMultiple height and width must be multiples of it, or the network's halves do not meet
 * @param classes the labels it takes
 * @param leastTime the least time that the network can be told, in its own unit
 * @param scheduler what the folder says of training and sampling
 * @param defaults sampling settings that the folder proposes
 * @param parameters number of weights
 */
public record ModelDescription(
    String pipeline,
    String network,
    String about,
    int channels,
    int height,
    int width,
    int sizeMultiple,
    ClassLabels classes,
    double leastTime,
    FolderScheduler scheduler,
    SamplingDefaults defaults,
    long parameters) {
  /** How it was trained and is sampled. */
  public Recipe recipe() {
    return recipe(scheduler);
  }

  /** The same by another scheduler than the folder's. */
  public Recipe recipe(FolderScheduler other) {
    return leastTime > 0 ? other.recipe().toldAtLeast(leastTime) : other.recipe();
  }
}

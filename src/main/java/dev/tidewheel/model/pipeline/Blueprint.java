package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.scheduler.FolderScheduler;
import dev.tidewheel.model.scheduler.SizedScheduler;
import dev.tidewheel.sampling.StrengthRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A folder's pipeline, read and checked: everything but the memory.
 *
 * @param pipeline its class
 * @param denoiser the network that is evaluated at each step
 * @param frame its pictures
 * @param classes the classes that it takes
 * @param guidance how it is guided
 * @param toldForZero what a network that has no value at time 0 is told in its place; 0 where it
 *     has one
 * @param text how it reads prompts
 * @param autoencoder what makes pictures of latents
 * @param scheduler what the folder says of training and sampling
 * @param patch side of the part of the state that is one token
 * @param usualSteps steps of the pipeline where a call says nothing; empty to leave it to the
 *     scheduler
 * @param usualGuidance guidance of the pipeline where a call says nothing
 * @param redrawing how it begins with a picture, where it can
 * @param passedOver what else is in the folder and has no effect
 */
public record Blueprint(
    String pipeline,
    Denoiser denoiser,
    Frame frame,
    ClassLabels classes,
    Guidance guidance,
    double toldForZero,
    Optional<TextPlan> text,
    Optional<Autoencoder> autoencoder,
    SizedScheduler scheduler,
    int patch,
    OptionalInt usualSteps,
    double usualGuidance,
    Optional<Redrawing> redrawing,
    List<String> passedOver) {
  /** Copies the list. */
  public Blueprint {
    passedOver = List.copyOf(passedOver);
  }

  /**
   * How a pipeline begins with a picture.
   *
   * @param rule from the strength to the first step
   * @param usualStrength where a call says nothing
   * @param keepsSize whether the picture's own size counts where a call says nothing, and not the
   *     model's
   */
  public record Redrawing(StrengthRule rule, double usualStrength, boolean keepsSize) {}

  /**
   * The same folder with another scheduler's file.
   *
   * @throws dev.tidewheel.model.files.ModelException if it cannot be read
   */
  public Blueprint scheduledBy(Path file) {
    return new Blueprint(
        pipeline,
        denoiser,
        frame,
        classes,
        guidance,
        toldForZero,
        text,
        autoencoder,
        scheduler.replacedBy(file),
        patch,
        usualSteps,
        usualGuidance,
        redrawing,
        passedOver);
  }

  /** All networks of the folder. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    text.ifPresent(plan -> parts.addAll(plan.parts()));
    parts.add(denoiser.part());
    autoencoder.ifPresent(vae -> parts.add(vae.part()));
    return parts;
  }

  /** Parts of a picture that the network sees. */
  public int tokens(int width, int height) {
    int side = frame.factor() * patch;
    return (width / side) * (height / side);
  }

  /**
   * Refuses a scheduler that is not supported.
   *
   * @throws dev.tidewheel.model.files.ModelException naming what is not
   */
  void checkScheduler() {
    FolderScheduler unused = scheduler(frame.width(), frame.height());
  }

  /** The scheduler for a size of picture. */
  public FolderScheduler scheduler(int width, int height) {
    return scheduler.at(tokens(width, height));
  }
}

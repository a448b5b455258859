package dev.tidewheel.admission;

import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Steps;
import dev.tidewheel.sampling.StrengthRule;
import dev.tidewheel.sampling.calibrated.CalibratedSolver;
import java.util.Optional;

/**
 * What a model can draw, and how it draws where a request does not say.
 *
 * @param model its name
 * @param width usual width in pixels
 * @param height usual height in pixels
 * @param sizeMultiple width and height are multiples of it
 * @param mostSide the longest side in pixels
 * @param classes the labels it takes
 * @param reading how it reads text, where it does
 * @param guiding how it is guided
 * @param redrawing how it begins with a picture, where it can
 * @param recipes how the model's own files say it was trained and is sampled
 * @param defaults what holds where the request is silent
 * @param calibrated the solver that was fitted to it, where one was
 */
public record Offer(
    String model,
    int width,
    int height,
    int sizeMultiple,
    int mostSide,
    Classes classes,
    Optional<Reading> reading,
    Guiding guiding,
    Optional<Redrawing> redrawing,
    Recipes recipes,
    Defaults defaults,
    Optional<CalibratedSolver> calibrated) {
  /** The offer of a model that no solver was fitted to. */
  public Offer(
      String model,
      int width,
      int height,
      int sizeMultiple,
      int mostSide,
      Classes classes,
      Optional<Reading> reading,
      Guiding guiding,
      Optional<Redrawing> redrawing,
      Recipes recipes,
      Defaults defaults) {
    this(
        model,
        width,
        height,
        sizeMultiple,
        mostSide,
        classes,
        reading,
        guiding,
        redrawing,
        recipes,
        defaults,
        Optional.empty());
  }

  /** The same with a solver that was fitted to the model. */
  public Offer calibrated(CalibratedSolver solver) {
    return new Offer(
        model,
        width,
        height,
        sizeMultiple,
        mostSide,
        classes,
        reading,
        guiding,
        redrawing,
        recipes,
        defaults,
        Optional.of(solver));
  }

  /** The recipe of its usual size. */
  public Recipe recipe() {
    return recipes.at(width, height);
  }

  /** The labels a model takes. */
  public sealed interface Classes {
    /** It has no classes. */
    record None() implements Classes {}

    /**
     * A label is one of a table.
     *
     * @param count labels are 0 to count - 1
     * @param noClass label that means no class
     */
    record Table(int count, int noClass) implements Classes {}

    /**
     * A label is a number, and there is none that means no class.
     *
     * @param least the smallest
     */
    record Number(int least) implements Classes {}
  }

  /**
   * How a model reads text.
   *
   * @param prompts how many it takes, one for each text encoder that can have its own: 1 to 3
   * @param mostSkipped most of its CLIP encoders' last layers that can be left out; 0 where none
   *     can
   * @param length tokens that its T5 encoder reads; empty where the length is fixed
   */
  public record Reading(int prompts, int mostSkipped, Optional<Length> length) {}

  /**
   * The number of tokens that are read.
   *
   * @param usual where the request is silent
   * @param most the most
   */
  public record Length(int usual, int most) {}

  /**
   * How a model begins with a picture.
   *
   * @param rule from the strength to the first step
   * @param usualStrength where the request is silent
   * @param keepsSize whether the picture's own size counts where the request is silent, and not the
   *     model's usual one
   */
  public record Redrawing(StrengthRule rule, double usualStrength, boolean keepsSize) {}

  /** Whether a picture to begin with says what size is drawn where a request does not. */
  public boolean keepsSize() {
    return redrawing.map(Redrawing::keepsSize).orElse(false);
  }

  /**
   * How the model draws where a request does not say.
   *
   * @param solver name of the solver
   * @param schedule name of the schedule
   * @param steps how many
   * @param guidance guidance scale
   * @param trueGuidance classifier-free scale of a model that is told its guidance; above 1 it is
   *     guided away from the empty prompt where no negative one is given
   */
  public record Defaults(
      String solver, String schedule, Steps steps, double guidance, double trueGuidance) {
    /** Without true guidance. */
    public Defaults(String solver, String schedule, Steps steps, double guidance) {
      this(solver, schedule, steps, guidance, 1);
    }
  }
}

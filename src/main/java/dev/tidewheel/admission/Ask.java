package dev.tidewheel.admission;

import dev.tidewheel.sampling.Steps;
import java.util.Optional;

/**
 * What a request says about its pictures; what it does not say is empty.
 *
 * @param wording in words
 * @param classLabel class to draw
 * @param count number of pictures
 * @param seed seed of the first
 * @param width in pixels
 * @param height in pixels
 * @param source the picture to begin with
 * @param strength how much of it is drawn anew
 * @param guidance guidance scale: classifier-free, or told to the network
 * @param trueGuidance classifier-free scale of models that are told their guidance
 * @param guidanceUse where and how classifier-free guidance is applied
 * @param solver name of the solver
 * @param schedule name of the schedule
 * @param steps how many
 * @param eta share of the noise that DDIM draws anew
 */
public record Ask(
    Wording wording,
    Optional<Integer> classLabel,
    int count,
    long seed,
    Optional<Integer> width,
    Optional<Integer> height,
    Optional<Source> source,
    Optional<Double> strength,
    Optional<Double> guidance,
    Optional<Double> trueGuidance,
    GuidanceUse guidanceUse,
    Optional<String> solver,
    Optional<String> schedule,
    Optional<Steps> steps,
    Optional<Double> eta) {
  /** One picture of a class and the model's own size, from noise. */
  public Ask(
      Optional<Integer> classLabel,
      long seed,
      double guidance,
      Optional<String> solver,
      Optional<String> schedule,
      Steps steps) {
    this(
        Wording.NONE,
        classLabel,
        1,
        seed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(guidance),
        Optional.empty(),
        GuidanceUse.USUAL,
        solver,
        schedule,
        Optional.of(steps),
        Optional.empty());
  }

  /**
   * What is said in words, and how they are read.
   *
   * @param prompt what the pictures show
   * @param prompt2 the same for the second text encoder
   * @param prompt3 the same for the third
   * @param negativePrompt what they must not show
   * @param clipSkip last layers of the CLIP encoders that are left out
   * @param maxSequenceLength tokens that the T5 encoder reads
   */
  public record Wording(
      Optional<String> prompt,
      Optional<String> prompt2,
      Optional<String> prompt3,
      Optional<String> negativePrompt,
      Optional<Integer> clipSkip,
      Optional<Integer> maxSequenceLength) {
    /** No word. */
    public static final Wording NONE =
        new Wording(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Where and how classifier-free guidance is applied.
   *
   * @param leastNoise the least share of the noise with which it is
   * @param mostNoise the most
   * @param rescale how far the guided output's standard deviation is moved to the conditional one's
   */
  public record GuidanceUse(
      Optional<Double> leastNoise, Optional<Double> mostNoise, Optional<Double> rescale) {
    /** All along, as it is. */
    public static final GuidanceUse USUAL =
        new GuidanceUse(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The size of a picture that was sent.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Source(int width, int height) {}
}

package dev.tidewheel.admission;

/** How a model is guided towards what is asked. */
public sealed interface Guiding {
  /** Not at all: it has nothing to guide away from. */
  record None() implements Guiding {}

  /**
   * Classifier-free (Ho and Salimans 2022, arXiv 2207.12598): away from no class, or from the
   * negative prompt, which is empty where none is given.
   */
  record ClassifierFree() implements Guiding {}

  /**
   * The network is told the scale as a number, since guidance was distilled into it (Meng et al.
   * 2022, arXiv 2210.03142). It can be guided classifier-free as well, by the true guidance scale
   * and only where a negative prompt is given, as diffusers' FLUX pipelines do.
   *
   * @param heard whether the network has an input for the number; without one it has no effect
   */
  record Told(boolean heard) implements Guiding {}

  /** The network is told the scale as a number, and that is all: latent consistency models. */
  record ToldOnly() implements Guiding {}
}

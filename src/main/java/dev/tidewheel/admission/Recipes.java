package dev.tidewheel.admission;

import dev.tidewheel.sampling.Recipe;

/** A model's recipe, which may follow the size of the picture. */
@FunctionalInterface
public interface Recipes {
  /**
   * The recipe of a size.
   *
   * @param width in pixels
   * @param height in pixels
   */
  Recipe at(int width, int height);

  /** One recipe for all sizes. */
  static Recipes same(Recipe recipe) {
    return (_, _) -> recipe;
  }
}

package dev.tidewheel.sampling;

/** How many steps an image takes. */
public sealed interface Steps {
  /**
   * A number of solver steps.
   *
   * @param count 1 or more
   */
  record Fixed(int count) implements Steps {}

  /**
   * As many as the image's own path needs.
   *
   * @param tolerance error allowed at the end: root mean square over the picture, data scaled to
   *     [-1, 1]
   * @param minimum fewest evaluations
   * @param maximum most evaluations
   */
  record Adaptive(double tolerance, int minimum, int maximum) implements Steps {}
}

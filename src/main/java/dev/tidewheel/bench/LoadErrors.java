package dev.tidewheel.bench;

import java.util.List;

/**
 * How far the images of a load end from their references by one way.
 *
 * @param all over the whole load
 * @param least fewest evaluations of an image
 * @param most most
 * @param kinds the same by model and guidance
 */
public record LoadErrors(EndErrors all, int least, int most, List<OfKind> kinds) {
  /** Copies the list. */
  public LoadErrors {
    kinds = List.copyOf(kinds);
  }

  /**
   * Images of one model and guidance scale.
   *
   * @param model name of the model
   * @param guidance the scale
   * @param solver the solver that drew them
   * @param images how many
   * @param errors their errors
   * @param least fewest evaluations of an image
   * @param most most
   */
  public record OfKind(
      String model,
      double guidance,
      String solver,
      int images,
      EndErrors errors,
      int least,
      int most) {}
}

package dev.tidewheel.calibration;

import java.util.Arrays;

/**
 * Looks for better places of a draft's evaluations, one after the other, up and down. Places are
 * compared by what stepwise rows reach with them, which is quickly told.
 *
 * <p>The joint fit moves places only as far as its derivatives hold, and the first ones a draft
 * comes with may be far from good.
 */
final class PlaceSearch {
  /** Moves of each sweep, as shares of the way to the neighbour. */
  private static final double[] MOVES = {0.3, 0.15, 0.075};

  private final VelocityField field;
  private final ReferencePaths paths;
  private final int first;
  private final double[] say;

  /**
   * Makes a search.
   *
   * @param first the first step whose row is free; places are free after it, and with the first row
   *     all of them
   */
  PlaceSearch(VelocityField field, ReferencePaths paths, int first) {
    this.field = field;
    this.paths = paths;
    this.first = first;
    this.say = Unseen.say(field.images());
  }

  /** The draft at the best places found; its free rows are yet to be fitted. */
  Draft best(Draft draft) {
    Draft best = draft;
    double least = error(draft);
    for (double move : MOVES) {
      for (int i = first == 0 ? 0 : first + 1; i < draft.evaluations(); i++) {
        for (double place : new double[] {above(best, i, move), below(best, i, move)}) {
          Draft moved = best.withShare(i, place);
          double error = moved.falls(field.first()) ? error(moved) : Double.POSITIVE_INFINITY;
          if (error < least) {
            least = error;
            best = moved;
          }
        }
      }
    }
    return best;
  }

  private double above(Draft draft, int step, double move) {
    double neighbour = step == 0 ? field.first() : draft.share(step - 1);
    return draft.share(step) + move * (neighbour - draft.share(step));
  }

  private static double below(Draft draft, int step, double move) {
    return draft.share(step) - move * (draft.share(step) - draft.end(step));
  }

  /** Mean of the logarithms of all images' errors, so that no few of them decide. */
  private double error(Draft draft) {
    double[][] end = StepwiseFit.of(field, paths, draft, say, first).end();
    double[] errors = Vectors.rms(Vectors.minus(paths.end(), end));
    return Vectors.mean(Arrays.stream(errors).map(Math::log).toArray());
  }
}

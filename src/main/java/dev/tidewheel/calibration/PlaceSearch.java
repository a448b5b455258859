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
  private final Freedom freedom;
  private final double[] say;

  /**
   * Makes a search.
   *
   * @param freedom what may move
   */
  PlaceSearch(VelocityField field, ReferencePaths paths, Freedom freedom) {
    this.field = field;
    this.paths = paths;
    this.freedom = freedom;
    this.say = Unseen.say(field.images());
  }

  /** The draft at the best places found; its free rows are yet to be fitted. */
  Draft best(Draft draft) {
    Draft best = draft;
    double least = error(draft);
    for (double move : MOVES) {
      for (int i = 0; i < draft.evaluations(); i++) {
        for (double place : places(best, i, move)) {
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

  private double[] places(Draft draft, int step, double move) {
    return freedom.place(step)
        ? new double[] {above(draft, step, move), below(draft, step, move)}
        : new double[0];
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
    double[][] end = StepwiseFit.of(field, paths, draft, say, freedom).end();
    double[] errors = Vectors.rms(Vectors.minus(paths.end(), end));
    return Vectors.mean(Arrays.stream(errors).map(Math::log).toArray());
  }
}

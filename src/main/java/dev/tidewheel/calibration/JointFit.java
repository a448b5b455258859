package dev.tidewheel.calibration;

import dev.tidewheel.calibration.StepwiseFit.Fitted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits all rows and places of a draft together to where its way ends: rounds of Gauss-Newton with
 * the damping of Levenberg and Marquardt, with derivatives from differences of evaluations.
 *
 * <p>Where an error arises is not where it counts. Stepwise rows cannot know that; the end can.
 */
final class JointFit {
  private static final double[] DAMPINGS = {1e-3, 1e-2, 1e-1, 1};

  private static final int MOST_ROUNDS = 3;

  /** A round that leaves more than this of the error was the last. */
  private static final double WORTH_A_ROUND = 0.97;

  /** How far a weight is moved to see its effect, as a share of the step. */
  private static final double NUDGE = 0.02;

  /** How far a place is moved, as a share of the way to its nearer neighbour. */
  private static final double SHIFT = 0.1;

  private final VelocityField field;
  private final ReferencePaths paths;
  private final Freedom freedom;

  /**
   * Makes a fit.
   *
   * @param freedom what may move
   */
  JointFit(VelocityField field, ReferencePaths paths, Freedom freedom) {
    this.field = field;
    this.paths = paths;
    this.freedom = freedom;
  }

  /** A number that is free: a weight of a step, or its place. */
  private sealed interface Free {
    record Weight(int step, int index) implements Free {}

    record Place(int step) implements Free {}
  }

  /** An effect on the ends of a unit of a free number. */
  private record Effect(Free free, double[][] ends) {}

  /** The draft after as many rounds as are worth it. */
  Fitted improved(Fitted stepwise) {
    Fitted best = stepwise;
    double error = judged(best);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      best = round(best);
      double before = error;
      error = judged(best);
      if (error > WORTH_A_ROUND * before) {
        break;
      }
    }
    return best;
  }

  private double judged(Fitted fitted) {
    return judged(Vectors.rms(Vectors.minus(paths.end(), fitted.end())));
  }

  /** The draft after one round: the better one of what several dampings give, or the old one. */
  private Fitted round(Fitted old) {
    Draft draft = old.draft();
    double[][] end = old.end();
    double[][] missing = Vectors.minus(paths.end(), end);
    double[] errors = Vectors.rms(missing);
    List<Effect> effects = effects(draft, end);
    Regression regression =
        new Regression(effects.stream().map(Effect::ends).toList(), missing, counts(errors));
    Fitted best = old;
    double least = judged(errors);
    for (double damping : DAMPINGS) {
      Draft moved = moved(draft, effects, regression.damped(damping));
      if (moved.falls(field.first())) {
        Fitted candidate =
            new Fitted(moved, Trial.start(field, moved.share(0)).end(field, moved, 0));
        double error = judged(candidate);
        if (error < least) {
          least = error;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** The mean error of the images that the regression sees and that of those it does not, alike. */
  private static double judged(double[] errors) {
    double[] seen = new double[2];
    double[] unseen = new double[2];
    for (int i = 0; i < errors.length; i++) {
      double[] side = Unseen.isSeen(i) ? seen : unseen;
      side[0] += errors[i];
      side[1]++;
    }
    return seen[0] / seen[1] + unseen[0] / Math.max(1, unseen[1]);
  }

  /**
   * Images count by the inverse of their error, so that the mean error is what falls, and a few bad
   * ones do not rule the rest.
   */
  private static double[] counts(double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    double floor = 0.3 * sorted[sorted.length / 2] + Double.MIN_NORMAL;
    double[] counts = new double[errors.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Unseen.isSeen(i) ? 1 / (errors[i] + floor) : 0;
    }
    return counts;
  }

  private static Draft moved(Draft draft, List<Effect> effects, double[] by) {
    Draft moved = draft;
    for (int i = 0; i < by.length; i++) {
      moved =
          switch (effects.get(i).free) {
            case Free.Weight(int step, int index) -> {
              double[] weights = moved.weights(step);
              weights[index] += by[i];
              yield moved.withWeights(step, weights);
            }
            case Free.Place(int step) -> moved.withShare(step, moved.share(step) + by[i]);
          };
    }
    return moved;
  }

  private List<Effect> effects(Draft draft, double[][] end) {
    List<Effect> effects = new ArrayList<>();
    Trial before = Trial.start(field, draft.share(0));
    for (int i = 0; i < draft.evaluations(); i++) {
      if (freedom.place(i)) {
        effects.add(ofPlace(draft, i, before, end));
      }
      Trial evaluated = before.evaluated(field, draft.share(i));
      Trial after = evaluated.moved(draft, i);
      if (freedom.row(i)) {
        effects.addAll(ofWeights(draft, i, evaluated, after, end));
      }
      before = after;
    }
    return effects;
  }

  private Effect ofPlace(Draft draft, int step, Trial before, double[][] end) {
    double share = draft.share(step);
    double below = share - draft.end(step);
    double by = SHIFT * (step == 0 ? -below : Math.min(draft.share(step - 1) - share, below));
    Trial from = step == 0 ? Trial.start(field, share + by) : before;
    double[][] ends = from.end(field, draft.withShare(step, share + by), step);
    return new Effect(new Free.Place(step), Vectors.times(Vectors.minus(ends, end), 1 / by));
  }

  private List<Effect> ofWeights(
      Draft draft, int step, Trial evaluated, Trial after, double[][] end) {
    List<double[][]> columns = evaluated.columns(draft, step);
    List<double[][]> effects = columns;
    if (step + 1 < draft.evaluations()) {
      double by = NUDGE * (draft.share(step) - draft.end(step));
      effects = propagated(draft, step, after, columns, by, end);
    }
    List<Effect> named = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      named.add(new Effect(new Free.Weight(step, k), effects.get(k)));
    }
    return named;
  }

  /** What nudges along the columns of a step have become at the end. */
  private List<double[][]> propagated(
      Draft draft, int step, Trial after, List<double[][]> columns, double by, double[][] end) {
    List<double[][]> nudged =
        columns.stream().map(column -> Vectors.plus(after.states(), by, column)).toList();
    double[][] ends = after.beside(nudged).end(field, draft, step + 1);
    List<double[][]> effects = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      double[][] own = Arrays.copyOfRange(ends, k * end.length, (k + 1) * end.length);
      effects.add(Vectors.times(Vectors.minus(own, end), 1 / by));
    }
    return effects;
  }
}

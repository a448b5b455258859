package dev.tidewheel.calibration;

import dev.tidewheel.calibration.VelocityField.Velocities;
import java.util.ArrayList;
import java.util.List;

/**
 * Images on their way through a draft, before one of its evaluations.
 *
 * @param images the image that each state belongs to
 * @param states the states
 * @param history what the evaluations so far gave, the newest first
 */
record Trial(int[] images, double[][] states, List<Velocities> history) {
  /** Closer to the data than this no network is asked. */
  static final double LEAST_SHARE = 1e-3;

  /** All images of a field before a first evaluation: their noise, as much as there is there. */
  static Trial start(VelocityField field, double share) {
    return new Trial(every(field), Vectors.times(field.start(), share / field.first()), List.of());
  }

  static int[] every(VelocityField field) {
    int[] images = new int[field.images()];
    for (int i = 0; i < images.length; i++) {
      images[i] = i;
    }
    return images;
  }

  /** The same states, evaluated. */
  Trial evaluated(VelocityField field, double share) {
    List<Velocities> longer = new ArrayList<>();
    longer.add(field.at(share, states, images));
    longer.addAll(history.subList(0, Math.min(history.size(), 2)));
    return new Trial(images, states, longer);
  }

  /** What a step is made of, once its evaluation is done, in the order of a draft's weights. */
  List<double[][]> columns(Draft draft, int step) {
    List<double[][]> columns = new ArrayList<>();
    for (int i = 0; i < Draft.velocities(step); i++) {
      columns.add(history.get(i).guided());
    }
    for (int i = 0; i < draft.differences(step); i++) {
      columns.add(history.get(i).differences());
    }
    columns.add(states);
    return columns;
  }

  /** The step that follows an evaluation. */
  Trial moved(Draft draft, int step) {
    double[] weights = draft.weights(step);
    List<double[][]> columns = columns(draft, step);
    double[][] moved = states;
    for (int k = 0; k < weights.length; k++) {
      moved = Vectors.plus(moved, weights[k], columns.get(k));
    }
    return new Trial(images, moved, history);
  }

  /** All the way to the end from before an evaluation. */
  double[][] end(VelocityField field, Draft draft, int step) {
    Trial trial = this;
    for (int i = step; i < draft.evaluations(); i++) {
      trial = trial.evaluated(field, draft.share(i)).moved(draft, i);
    }
    return trial.states;
  }

  /** Several copies side by side, each with states of its own and the same history. */
  Trial beside(List<double[][]> states) {
    List<Velocities> repeated = new ArrayList<>();
    for (Velocities velocities : history) {
      repeated.add(
          new Velocities(
              repeated(velocities.guided(), states.size()),
              repeated(velocities.differences(), states.size())));
    }
    int[] all = new int[images.length * states.size()];
    double[][] joined = new double[all.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = images[i % images.length];
      joined[i] = states.get(i / images.length)[i % images.length];
    }
    return new Trial(all, joined, repeated);
  }

  private static double[][] repeated(double[][] rows, int times) {
    double[][] repeated = new double[rows.length * times][];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = rows[i % rows.length];
    }
    return repeated;
  }
}

package dev.tidewheel.sampling;

import java.util.Arrays;

/**
 * The coefficients of an explicit Runge-Kutta method with an embedded error estimate.
 *
 * @param name the solver's name
 * @param nodes c: where each stage stands in the step, from 0 to 1
 * @param stages a: how each stage's state is made of the slopes before it; the first is empty
 * @param weights b: how the step's end is made of all slopes
 * @param error the difference to the embedded method's weights
 * @param errorOrder power of the step's length by which the estimate shrinks
 * @param evaluatesTheEnd whether the last stage is the first of the next step
 * @param straightAtTheEnd whether a grid's last step is a straight one, as diffusers has it for
 *     Heun, since networks are not trained at sigma 0
 */
record Tableau(
    String name,
    double[] nodes,
    double[][] stages,
    double[] weights,
    double[] error,
    int errorOrder,
    boolean evaluatesTheEnd,
    boolean straightAtTheEnd) {

  /** Heun's method, second order, with Euler's embedded. */
  static Tableau heun() {
    return new Tableau(
        "heun",
        new double[] {0, 1},
        new double[][] {{}, {1}},
        new double[] {0.5, 0.5},
        new double[] {-0.5, 0.5},
        2,
        false,
        true);
  }

  /** Bogacki and Shampine, A 3(2) pair of Runge-Kutta formulas, Appl. Math. Lett. 2 (1989). */
  static Tableau bogackiShampine() {
    return new Tableau(
        "bosh3",
        new double[] {0, 1. / 2, 3. / 4, 1},
        new double[][] {{}, {1. / 2}, {0, 3. / 4}, {2. / 9, 1. / 3, 4. / 9}},
        new double[] {2. / 9, 1. / 3, 4. / 9, 0},
        new double[] {2. / 9 - 7. / 24, 1. / 3 - 1. / 4, 4. / 9 - 1. / 3, -1. / 8},
        3,
        true,
        false);
  }

  int size() {
    return nodes.length;
  }

  /**
   * Evaluations that a further step costs: a last stage that evaluates the end is the next step's
   * first.
   */
  int costOfAStep() {
    return evaluatesTheEnd ? size() - 1 : size();
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(nodes);
  }
}

package dev.tidewheel.sampling.solver;

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

  /** The midpoint method, second order, with Euler's embedded. */
  static Tableau midpoint() {
    return new Tableau(
        "midpoint",
        new double[] {0, 1. / 2},
        new double[][] {{}, {1. / 2}},
        new double[] {0, 1},
        new double[] {-1, 1},
        2,
        false,
        false);
  }

  /** The classical fourth-order method (Kutta 1901), which has no embedded error. */
  static Tableau classical() {
    return new Tableau(
        "rk4",
        new double[] {0, 1. / 2, 1. / 2, 1},
        new double[][] {{}, {1. / 2}, {0, 1. / 2}, {0, 0, 1}},
        new double[] {1. / 6, 1. / 3, 1. / 3, 1. / 6},
        new double[0],
        0,
        false,
        false);
  }

  /** Dormand and Prince, A family of embedded Runge-Kutta formulae, JCAM 6 (1980), 5(4). */
  static Tableau dormandPrince() {
    return new Tableau(
        "dopri5",
        new double[] {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1},
        new double[][] {
          {},
          {1. / 5},
          {3. / 40, 9. / 40},
          {44. / 45, -56. / 15, 32. / 9},
          {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
          {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
          {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}
        },
        new double[] {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84, 0},
        new double[] {
          71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40
        },
        5,
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

package dev.tidewheel.sampling;

import java.util.Arrays;

/**
 * A linear combination of what an image has at hand in one evaluation.
 *
 * <p>Solvers are written as algebra over rows; the engine turns the rows of a whole batch into one
 * matrix product. The weights stand in this order: the registers, the conditional output, the
 * unconditional output, the shaped row, fresh noise.
 */
public final class Row {
  /** Number of registers that an image has. */
  public static final int REGISTERS = 8;

  /** Number of weights of a row that needs neither shaping nor fresh noise. */
  public static final int PLAIN_WIDTH = REGISTERS + 2;

  /** Number of weights. */
  public static final int WIDTH = PLAIN_WIDTH + 2;

  /** The combination that is nothing. */
  public static final Row ZERO = new Row(new double[WIDTH]);

  /** The network's output for the image's own conditioning. */
  public static final Row CONDITIONAL = unit(REGISTERS);

  /** The network's output for no conditioning; only guided images have one. */
  public static final Row UNCONDITIONAL = unit(REGISTERS + 1);

  /** The row that the evaluation's {@link Shaping} was applied to, after it. */
  public static final Row SHAPED = unit(PLAIN_WIDTH);

  /** Unit noise that this image has not seen before; the next of its own stream. */
  public static final Row FRESH = unit(PLAIN_WIDTH + 1);

  private final double[] weights;

  private Row(double[] weights) {
    this.weights = weights;
  }

  /**
   * One register, as it is.
   *
   * @param index from 0
   */
  public static Row register(int index) {
    if (index < 0 || index >= REGISTERS) {
      throw new IllegalArgumentException("no register " + index);
    }
    return unit(index);
  }

  private static Row unit(int index) {
    double[] weights = new double[WIDTH];
    weights[index] = 1;
    return new Row(weights);
  }

  /** This row plus {@code scale} times another. */
  public Row plus(double scale, Row other) {
    double[] sum = weights.clone();
    for (int i = 0; i < WIDTH; i++) {
      sum[i] += scale * other.weights[i];
    }
    return new Row(sum);
  }

  /** This row less another. */
  public Row minus(Row other) {
    return plus(-1, other);
  }

  /** This row, scaled. */
  public Row times(double scale) {
    return ZERO.plus(scale, this);
  }

  /** The weight at a place, in the order that the class describes. */
  public double weight(int index) {
    return weights[index];
  }

  /** How many of the first registers it needs to have: one more than the last that has weight. */
  public int reach() {
    int reach = REGISTERS;
    while (reach > 0 && weights[reach - 1] == 0) {
      reach--;
    }
    return reach;
  }

  /** Whether it is a register as it is. */
  public boolean isRegister(int index) {
    return Arrays.equals(weights, unit(index).weights);
  }

  /** Whether the row needs more than the registers. */
  public boolean usesOutput() {
    for (int i = REGISTERS; i < WIDTH; i++) {
      if (weights[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether it needs the output without conditioning. */
  public boolean usesUnconditional() {
    return weights[REGISTERS + 1] != 0;
  }

  /** Whether it needs fresh noise. */
  public boolean usesFreshNoise() {
    return weights[PLAIN_WIDTH + 1] != 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}

package dev.tidewheel.sampling;

import java.util.Arrays;

/**
 * An image's registers as plain arrays of doubles: what the engine does on a device, for tests and
 * for measuring errors.
 */
public final class Registers {
  private final NoiseStream noise;
  private final int length;
  private double[][] values;

  /**
   * Registers at the start: the first noise of a seed, and zeros.
   *
   * @param length numbers in a picture
   */
  public Registers(long seed, int length) {
    this.noise = new NoiseStream(seed);
    this.length = length;
    this.values = new double[Row.REGISTERS][length];
    values[Solver.STATE] = doubles(noise.next(length));
  }

  /** Registers that start from given noise; what is drawn later comes from a seed. */
  public Registers(double[] start, long seed) {
    this.noise = new NoiseStream(seed);
    this.length = start.length;
    this.values = new double[Row.REGISTERS][length];
    values[Solver.STATE] = start.clone();
  }

  /** A row over the registers alone. */
  public double[] row(Row row) {
    return combined(row, values);
  }

  /**
   * Carries an evaluation out.
   *
   * @param conditional the network's output
   * @param unconditional its output without conditioning; any where the image is not guided
   * @return root mean square of the error row, 0 where there is none
   */
  public double advance(Evaluation evaluation, double[] conditional, double[] unconditional) {
    double[][] sources = new double[Row.WIDTH][length];
    System.arraycopy(values, 0, sources, 0, Row.REGISTERS);
    double factor =
        evaluation
            .rescaled()
            .map(guidance -> guidance.factor(conditional, unconditional))
            .orElse(1.0);
    sources[Row.REGISTERS] = times(factor, conditional);
    sources[Row.REGISTERS + 1] = times(factor, unconditional);
    evaluation
        .shaped()
        .ifPresent(
            shaped -> {
              double[] row = combined(shaped.row(), sources);
              shaped.shaping().apply(row);
              sources[Row.PLAIN_WIDTH] = row;
            });
    if (evaluation.drawsNoise()) {
      sources[Row.PLAIN_WIDTH + 1] = doubles(noise.next(length));
    }
    double rms = evaluation.error().map(row -> rms(combined(row, sources))).orElse(0.0);
    values =
        evaluation.update().stream().map(row -> combined(row, sources)).toArray(double[][]::new);
    return rms;
  }

  private static double[] times(double factor, double[] values) {
    return factor == 1 ? values : Arrays.stream(values).map(value -> factor * value).toArray();
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** Root mean square. */
  public static double rms(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  private static double[] combined(Row row, double[][] sources) {
    double[] sum = new double[sources[0].length];
    for (int i = 0; i < sources.length; i++) {
      double weight = row.weight(i);
      if (weight != 0) {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += weight * sources[i][j];
        }
      }
    }
    return sum;
  }
}

package dev.tidewheel.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Carries out an image's way over plain double arrays: what the engine does on a device, for tests.
 */
public final class Interpreter {
  private Interpreter() {}

  /** A network: (sigma, input) to output. */
  public interface Network extends BiFunction<Double, double[], double[]> {}

  /** What came out, and every outcome on the way. */
  public record Run(double[] data, List<Evaluation.Outcome> outcomes) {
    public int evaluations() {
      return outcomes.size();
    }
  }

  public static Run run(Stage start, double[] noise, Network conditional, Network unconditional) {
    double[][] registers = new double[Row.REGISTERS][noise.length];
    registers[0] = noise.clone();
    List<Evaluation.Outcome> outcomes = new ArrayList<>();
    Stage stage = start;
    while (stage instanceof Evaluation evaluation) {
      double[] input = combine(evaluation.input(), registers, null, null);
      double[] with = conditional.apply(evaluation.sigma(), input);
      double[] without = unconditional.apply(evaluation.sigma(), input);
      double[][] before = registers;
      double rms =
          evaluation.error().map(row -> rms(combine(row, before, with, without))).orElse(0.0);
      double[][] after = new double[Row.REGISTERS][];
      for (int i = 0; i < after.length; i++) {
        after[i] = combine(evaluation.update().get(i), before, with, without);
      }
      registers = after;
      Evaluation.Outcome outcome = evaluation.then(rms);
      outcomes.add(outcome);
      stage = outcome.next();
    }
    return new Run(combine(((Finished) stage).data(), registers, null, null), outcomes);
  }

  static double rms(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  private static double[] combine(Row row, double[][] registers, double[] with, double[] without) {
    double[] sum = new double[registers[0].length];
    for (int i = 0; i < Row.WIDTH; i++) {
      double weight = row.weight(i);
      if (weight != 0) {
        double[] source = i < Row.REGISTERS ? registers[i] : i == Row.REGISTERS ? with : without;
        for (int j = 0; j < sum.length; j++) {
          sum[j] += weight * source[j];
        }
      }
    }
    return sum;
  }
}

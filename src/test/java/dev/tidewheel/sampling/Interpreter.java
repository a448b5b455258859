package dev.tidewheel.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Carries out an image's way over plain double arrays: what the engine does on a device, for tests.
 */
public final class Interpreter {
  private Interpreter() {}

  /** A network: (the time it is told, input) to output. */
  public interface Network extends BiFunction<Double, double[], double[]> {}

  /** What came out, and every outcome on the way. */
  public record Run(double[] data, List<Evaluation.Outcome> outcomes) {
    public int evaluations() {
      return outcomes.size();
    }
  }

  /** A way from given noise; the network is asked by the share of noise and the input. */
  public static Run run(Stage start, double[] noise, Network conditional, Network unconditional) {
    return run(new Registers(noise, 0), start, conditional, unconditional);
  }

  /** The same from registers, which also hold the noise that is drawn on the way. */
  public static Run run(
      Registers registers, Stage start, Network conditional, Network unconditional) {
    List<Evaluation.Outcome> outcomes = new ArrayList<>();
    Stage stage = start;
    while (stage instanceof Evaluation evaluation) {
      double[] input = registers.row(evaluation.input());
      double rms =
          registers.advance(
              evaluation,
              conditional.apply(evaluation.time(), input),
              unconditional.apply(evaluation.time(), input));
      Evaluation.Outcome outcome = evaluation.then(rms);
      outcomes.add(outcome);
      stage = outcome.next();
    }
    return new Run(registers.row(((Finished) stage).data()), outcomes);
  }
}

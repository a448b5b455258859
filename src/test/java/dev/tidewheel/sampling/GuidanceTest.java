package dev.tidewheel.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.schedule.ShiftedSchedule;
import dev.tidewheel.sampling.solver.Solvers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidanceTest {
  private static final int ELEMENTS = 40;

  private static double[] random(long seed, double scale, double shift) {
    return new Random(seed).doubles(ELEMENTS).map(value -> shift + scale * (value - 0.5)).toArray();
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** The network's outputs, whatever it is shown. */
  private static double[] guided(Guidance guidance, double[] conditional, double[] unconditional) {
    Registers registers = new Registers(new double[ELEMENTS], 0);
    Evaluation evaluation =
        Evaluation.of(0.5, 0.5, Row.ZERO)
            .guided(guidance)
            .set(0, guidance.output())
            .then(
                () -> Evaluation.Outcome.of(new Evaluation.Span(1, 1, 0), new Finished(Row.ZERO)));
    double unused = registers.advance(evaluation, conditional, unconditional);
    return registers.row(Row.register(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.7, 1})
  void rescalingMovesTheDeviationTowardsTheConditionalOne(double rescale) {
    double[] conditional = random(1, 2, 0.3);
    double[] unconditional = random(2, 1, -0.2);
    double[] plain = guided(Guidance.of(7), conditional, unconditional);

    double[] rescaled = guided(new Guidance(7, 0, 1, rescale), conditional, unconditional);

    assertThat(deviation(rescaled))
        .isCloseTo(
            (1 - rescale) * deviation(plain) + rescale * deviation(conditional), within(1e-12));
    double ratio = rescaled[0] / plain[0];
    for (int i = 0; i < ELEMENTS; i++) {
      assertThat(rescaled[i]).isCloseTo(ratio * plain[i], within(1e-12));
    }
  }

  @Test
  void whatDoesNotVaryIsNotRescaled() {
    double[] nothing = new double[ELEMENTS];
    assertThat(guided(new Guidance(7, 0, 1, 1), nothing, nothing)).isEqualTo(nothing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"euler", "heun", "ab2", "rk4", "dpm++2m", "unipc", "plms", "ddim", "ddim:1"})
  void anImageIsGuidedWithinTheIntervalOnly(String solver) {
    List<Double> guidedAt = new ArrayList<>();
    List<Double> plainAt = new ArrayList<>();
    Stage stage = sampling(solver, new Guidance(3, 0.3, 0.7, 0.5)).start();
    while (stage instanceof Evaluation evaluation) {
      (evaluation.guided() ? guidedAt : plainAt).add(evaluation.sigma());
      assertThat(evaluation.rescaled().isPresent()).isEqualTo(evaluation.guided());
      stage = evaluation.then(0.01).next();
    }
    assertThat(guidedAt).contains(0.5).allMatch(noise -> noise > 0.299 && noise < 0.701);
    assertThat(plainAt).isNotEmpty().allMatch(noise -> noise < 0.299 || noise > 0.701);
  }

  @Test
  void theWholeWayIsTheUsualWay() {
    Stage whole = sampling("ab2", new Guidance(3, 0, 1, 0)).start();
    Stage usual = sampling("ab2", Guidance.of(3)).start();
    while (whole instanceof Evaluation one && usual instanceof Evaluation other) {
      assertThat(one.guided()).isTrue();
      assertThat(one.update().toString()).isEqualTo(other.update().toString());
      assertThat(one.rescaled()).isEmpty();
      whole = one.then(0.01).next();
      usual = other.then(0.01).next();
    }
    assertThat(whole).isInstanceOf(Finished.class);
  }

  private static Sampling sampling(String solver, Guidance guidance) {
    return new Sampling(
        Parametrisation.flowMatching(1000),
        Solvers.named(solver).orElseThrow(),
        new ShiftedSchedule(1),
        new Steps.Fixed(10),
        guidance,
        Optional.empty());
  }
}

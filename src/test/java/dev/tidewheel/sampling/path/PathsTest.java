package dev.tidewheel.sampling.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidewheel.sampling.Clock;
import dev.tidewheel.sampling.ConsistencyPrediction;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Estimate;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.Parametrisation;
import dev.tidewheel.sampling.PreconditionedPrediction;
import dev.tidewheel.sampling.Prediction;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PathsTest {
  private static final long SEED = 20_261_124;

  static List<ProbabilityPath> paths() {
    return Paths.all();
  }

  static List<Prediction> predictions() {
    List<Prediction> all = new ArrayList<>(List.of(DirectPrediction.values()));
    all.add(new PreconditionedPrediction(0.5));
    all.add(new ConsistencyPrediction(0.5, 0.002));
    return all;
  }

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (ProbabilityPath path : paths()) {
      predictions().forEach(prediction -> pairs.add(Arguments.of(path, prediction)));
    }
    return pairs;
  }

  /** Times well inside a path, by the share of noise. */
  private static double[] times(ProbabilityPath path) {
    return new Random(SEED)
        .doubles(50, 0.02, 0.98)
        .map(share -> path.timeOf(Level.ofShare(share)))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theSlopeIsTheDerivativeOfTheLevel(ProbabilityPath path) {
    for (double time : times(path)) {
      double h = 1e-6 * time;
      Level before = path.at(time - h).level();
      Level after = path.at(time + h).level();
      Level slope = path.at(time).slope();
      assertThat((after.data() - before.data()) / (2 * h))
          .as("%s at %s", path.title(), time)
          .isCloseTo(slope.data(), within(1e-6 * (1 + Math.abs(slope.data()))));
      assertThat((after.noise() - before.noise()) / (2 * h))
          .isCloseTo(slope.noise(), within(1e-6 * (1 + Math.abs(slope.noise()))));
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void findsTheTimeOfALevel(ProbabilityPath path) {
    for (double time : times(path)) {
      Level level = path.at(time).level();
      Level scaled = new Level(3 * level.data(), 3 * level.noise());
      assertThat(path.timeOf(scaled)).isCloseTo(time, within(1e-9 * Math.max(1, time)));
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void goesFromNoiseToData(ProbabilityPath path) {
    assertThat(path.start()).isGreaterThan(path.end());
    assertThat(path.at(path.start()).level().share()).isGreaterThan(0.9);
    assertThat(path.at(path.end()).level().share()).isLessThan(0.02);
    assertThat(path.timeOf(new Level(0, 1))).isEqualTo(path.start());
    assertThat(path.timeOf(Level.DATA)).isEqualTo(path.end());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyPredictionGivesDataAndNoiseBack(ProbabilityPath path, Prediction prediction) {
    Random random = new Random(SEED);
    for (double time : times(path)) {
      Place place = path.at(time);
      double data = random.nextGaussian();
      double noise = random.nextGaussian();
      double state = place.level().data() * data + place.level().noise() * noise;
      Estimate estimate = prediction.read(place, Row.register(0), Row.CONDITIONAL);
      double output = prediction.answer(place, data, noise);
      assertThat(value(estimate.data(), state, output))
          .as("data by %s on %s at %s", prediction, path.title(), time)
          .isCloseTo(data, within(1e-9));
      assertThat(value(estimate.noise(), state, output))
          .as("noise by %s on %s at %s", prediction, path.title(), time)
          .isCloseTo(noise, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aNetworkOfAnyPathLeadsAlongTheStraightOne(ProbabilityPath path, Prediction prediction) {
    GaussianMixture mixture = GaussianMixture.random(new Random(SEED), 3, 4);
    Flow flow =
        new Flow(
            new Parametrisation(path, prediction, new Clock.Scaled(1)), RectifiedPath.INSTANCE, 1);
    double[] state = new Random(SEED + 1).doubles(4, -1, 1).toArray();
    Stop stop = flow.stopAt(0.4);
    Sight sight = flow.look(stop, Row.register(0));
    Place own = path.at(stop.networkTime());
    double scale = sight.input().weight(0) / prediction.inputScale(own);
    double[] shown = scaled(state, scale);
    double[] output = mixture.answer(prediction, own, shown);
    double[] expected =
        mixture.answer(DirectPrediction.VELOCITY, RectifiedPath.INSTANCE.at(0.4), state);
    for (int i = 0; i < state.length; i++) {
      assertThat(value(sight.velocity(), state[i], output[i])).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static double[] scaled(double[] values, double scale) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= scale;
    }
    return scaled;
  }

  private static double value(Row row, double state, double output) {
    return row.weight(0) * state + row.weight(Row.REGISTERS) * output;
  }
}

package dev.tidewheel.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.sampling.GaussianMixture;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaceSearchTest {
  private static final GaussianMixture MIXTURE = GaussianMixture.random(new Random(3), 10, 6);
  private static final MixtureField FIELD = new MixtureField(MIXTURE, MIXTURE, 1, 48, 1);
  private static final ReferencePaths PATHS =
      ReferencePaths.of(FIELD, 50, CalibrationListener.SILENT);

  private static double typicalError(Draft draft, Freedom freedom) {
    double[] alike = new double[FIELD.images()];
    Arrays.fill(alike, 1);
    double[][] end = StepwiseFit.of(FIELD, PATHS, draft, alike, freedom).end();
    double[] errors = Vectors.rms(Vectors.minus(PATHS.end(), end));
    Arrays.sort(errors);
    return errors[errors.length / 2];
  }

  @Test
  void badPlacesGetBetter() {
    Draft bad = Draft.adamsBashforth(new double[] {1, 0.3, 0.2, 0.1}, false);

    Draft better = new PlaceSearch(FIELD, PATHS, Freedom.ALL).best(bad);

    assertThat(typicalError(better, Freedom.ALL)).isLessThan(0.5 * typicalError(bad, Freedom.ALL));
    assertThat(better.falls(1)).isTrue();
  }

  @Test
  void whatIsSharedStays() {
    Draft draft = Draft.adamsBashforth(new double[] {0.95, 0.8, 0.2, 0.1}, false);

    Draft better = new PlaceSearch(FIELD, PATHS, new Freedom(1)).best(draft);

    assertThat(better.shares()).startsWith(0.95, 0.8).isNotEqualTo(draft.shares());
    assertThat(better.weights(0)).isEqualTo(draft.weights(0));
  }
}

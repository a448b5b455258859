package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * A network with the preconditioning of Karras et al. (2022, arXiv 2206.00364, table 1): with
 * {@code s} noise for a unit of data and data of deviation d, it sees {@code x / sqrt(s^2 + d^2)},
 * and the data is {@code d^2 / (s^2 + d^2) x + s d / sqrt(s^2 + d^2) output}.
 *
 * @param deviation d
 */
public record PreconditionedPrediction(double deviation) implements Prediction {
  @Override
  public double inputScale(Place place) {
    return 1 / (place.level().data() * spread(place));
  }

  @Override
  public Estimate read(Place place, Row state, Row output) {
    Level at = place.level();
    double spread = spread(place);
    Row data =
        state
            .times(deviation * deviation / (spread * spread) / at.data())
            .plus(at.ratio() * deviation / spread, output);
    return Estimate.ofData(data, state, at);
  }

  @Override
  public double answer(Place place, double data, double noise) {
    double ratio = place.level().ratio();
    double spread = spread(place);
    double skipped = deviation * deviation / (spread * spread) * (data + ratio * noise);
    return (data - skipped) * spread / (ratio * deviation);
  }

  private double spread(Place place) {
    return Math.hypot(place.level().ratio(), deviation);
  }
}

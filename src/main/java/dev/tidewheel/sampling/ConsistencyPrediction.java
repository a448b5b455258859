package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * A consistency model (Song et al. 2023, arXiv 2303.01469, appendix C): its data is where the path
 * through the state ends, and at the least noise it is the state itself.
 *
 * <p>With {@code s} noise for a unit of data, {@code e} the least and data of deviation d: {@code
 * d^2 / ((s - e)^2 + d^2) x + (s - e) d / sqrt(s^2 + d^2) output}, of the state {@code x / sqrt(s^2
 * + d^2)}.
 *
 * @param deviation d
 * @param least e
 */
public record ConsistencyPrediction(double deviation, double least) implements Prediction {
  @Override
  public double inputScale(Place place) {
    return 1 / (place.level().data() * spread(place));
  }

  @Override
  public Estimate read(Place place, Row state, Row output) {
    Level at = place.level();
    double above = at.ratio() - least;
    Row data = state.times(kept(above) / at.data()).plus(above * deviation / spread(place), output);
    return Estimate.ofData(data, state, at);
  }

  @Override
  public double answer(Place place, double data, double noise) {
    double ratio = place.level().ratio();
    double above = ratio - least;
    double state = data + ratio * noise;
    return (data - kept(above) * state) * spread(place) / (above * deviation);
  }

  private double kept(double above) {
    return deviation * deviation / (above * above + deviation * deviation);
  }

  private double spread(Place place) {
    return Math.hypot(place.level().ratio(), deviation);
  }
}

package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Place;

/**
 * A prediction with the opposite sign, such as a velocity that leads to the data.
 *
 * @param prediction what it is the opposite of
 */
public record Negated(Prediction prediction) implements Prediction {
  @Override
  public double inputScale(Place place) {
    return prediction.inputScale(place);
  }

  @Override
  public Estimate read(Place place, Row state, Row output) {
    return prediction.read(place, state, output.times(-1));
  }

  @Override
  public double answer(Place place, double data, double noise) {
    return -prediction.answer(place, data, noise);
  }

  @Override
  public String toString() {
    return "negated " + prediction;
  }
}

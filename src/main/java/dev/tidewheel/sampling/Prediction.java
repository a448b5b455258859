package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Place;

/**
 * What a network's output means.
 *
 * <p>Every meaning gives the expected data and noise as combinations of the state and the output:
 * four numbers, which the solver folds into its rows. Divisions that are singular at an end of the
 * path are limited here, in doubles, before anything reaches the device.
 */
public interface Prediction {
  /** What the network sees is the state times this. */
  default double inputScale(Place place) {
    return 1;
  }

  /**
   * What an output says.
   *
   * @param place where the state stands, on the network's own path
   * @param state the state, before {@link #inputScale}
   * @param output the output
   */
  Estimate read(Place place, Row state, Row output);

  /**
   * What a perfect network answers: the definition of the meaning, of which {@link #read} is the
   * inverse.
   *
   * @param data the expected data
   * @param noise the expected noise
   */
  double answer(Place place, double data, double noise);

  /** Whether an output says what the data is where the state holds nothing of it. */
  default boolean seesDataInNoise() {
    return true;
  }
}

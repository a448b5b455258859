package dev.tidewheel.sampling;

import dev.tidewheel.sampling.path.Level;
import dev.tidewheel.sampling.path.Place;

/**
 * The predictions that need no constants. With a state {@code x = a D + s N} and {@code W = s' a -
 * a' s}, where a prime is the derivative by the path's time, which falls towards the data.
 */
public enum DirectPrediction implements Prediction {
  /** The velocity {@code u = a' D + s' N}: {@code D = (s' x - s u) / W, N = (a u - a' x) / W}. */
  VELOCITY {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      Level at = place.level();
      Level slope = place.slope();
      double w = slope.noise() * at.data() - slope.data() * at.noise();
      return new Estimate(
          state.times(slope.noise() / w).plus(-at.noise() / w, output),
          output.times(at.data() / w).plus(-slope.data() / w, state));
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return place.slope().data() * data + place.slope().noise() * noise;
    }
  },

  /**
   * The mean velocity on the way to a second time that the network is told: of the way to the data
   * where it is read as here.
   */
  MEAN_VELOCITY {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      return VELOCITY.read(place, state, output);
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return VELOCITY.answer(place, data, noise);
    }
  },

  /** The noise (epsilon; Ho et al. 2020, arXiv 2006.11239). */
  NOISE {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      Level at = place.level();
      Row data = state.plus(-at.noise(), output).times(1 / limited(at.data()));
      return new Estimate(data, output);
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return noise;
    }

    @Override
    public boolean seesDataInNoise() {
      return false;
    }
  },

  /** The data (x0 in the literature on diffusion). */
  DATA {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      Level at = place.level();
      Row noise = state.plus(-at.data(), output).times(1 / limited(at.noise()));
      return new Estimate(output, noise);
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return data;
    }
  },

  /**
   * {@code v = a N - s D} (Salimans and Ho 2022, arXiv 2202.00512): {@code D = (a x - s v) / q, N =
   * (s x + a v) / q} with {@code q = a^2 + s^2}.
   */
  V {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      double a = place.level().data();
      double s = place.level().noise();
      double q = a * a + s * s;
      return new Estimate(
          state.times(a / q).plus(-s / q, output), state.times(s / q).plus(a / q, output));
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return place.level().data() * noise - place.level().noise() * data;
    }
  },

  /** The score, {@code -N / s} (Song et al. 2020, arXiv 2011.13456). */
  SCORE {
    @Override
    public Estimate read(Place place, Row state, Row output) {
      return NOISE.read(place, state, output.times(-place.level().noise()));
    }

    @Override
    public double answer(Place place, double data, double noise) {
      return -noise / place.level().noise();
    }

    @Override
    public boolean seesDataInNoise() {
      return false;
    }
  };

  /** A weight below this is an end of the path: the end of a table may well come to 1e-5. */
  private static final double VANISHING = 1e-9;

  /** What is divided by at an end of the path. */
  private static final double NEAREST = 1e-3;

  private static double limited(double weight) {
    return weight < VANISHING ? NEAREST : weight;
  }
}

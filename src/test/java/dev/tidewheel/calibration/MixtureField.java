package dev.tidewheel.calibration;

import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.GaussianMixture;
import dev.tidewheel.sampling.path.RectifiedPath;
import java.util.Random;

/** Velocities of an exact mixture, guided away from another one. */
record MixtureField(
    GaussianMixture mixture, GaussianMixture other, double guidance, int images, long seed)
    implements VelocityField {
  @Override
  public double[][] start() {
    double[][] start = new double[images][];
    for (int i = 0; i < images; i++) {
      start[i] = noise(seed + i, mixture.means()[0].length);
    }
    return start;
  }

  static double[] noise(long seed, int length) {
    Random random = new Random(seed);
    double[] noise = new double[length];
    for (int i = 0; i < length; i++) {
      noise[i] = random.nextGaussian();
    }
    return noise;
  }

  /** The velocity on the rectified path. */
  static double[] velocity(GaussianMixture mixture, double share, double[] state) {
    return mixture.answer(DirectPrediction.VELOCITY, RectifiedPath.INSTANCE.at(share), state);
  }

  @Override
  public double first() {
    return 1;
  }

  @Override
  public boolean guided() {
    return guidance > 1;
  }

  @Override
  public Velocities at(double share, double[][] states, int[] images) {
    double[][] guided = new double[states.length][];
    double[][] differences = new double[guided() ? states.length : 0][];
    for (int i = 0; i < states.length; i++) {
      guided[i] = velocity(mixture, share, states[i]);
      if (guided()) {
        double[] plain = velocity(other, share, states[i]);
        differences[i] = Vectors.plus(guided[i], -1, plain);
        guided[i] = Vectors.plus(plain, guidance, differences[i]);
      }
    }
    return new Velocities(guided, differences);
  }
}

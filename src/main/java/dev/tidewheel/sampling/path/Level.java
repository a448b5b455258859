package dev.tidewheel.sampling.path;

/**
 * What a state is made of: {@code x = data * D + noise * N} for a picture D and unit noise N.
 *
 * <p>Also used for the derivatives of the two by a path's time.
 *
 * @param data weight of the data (alpha)
 * @param noise weight of the noise (sigma)
 */
public record Level(double data, double noise) {
  /** The level at which nothing but data is left. */
  public static final Level DATA = new Level(1, 0);

  /** The level of the rectified path with a share of noise. */
  public static Level ofShare(double share) {
    return new Level(1 - share, share);
  }

  /** The level of a path that keeps the variance, of which a share is the data's. */
  public static Level ofKept(double kept) {
    return new Level(Math.sqrt(kept), Math.sqrt(1 - kept));
  }

  /** The level of a path that keeps the variance, by the noise for a unit of data. */
  public static Level ofRatio(double ratio) {
    double data = 1 / Math.hypot(1, ratio);
    return new Level(data, ratio * data);
  }

  /** Share of the data in the variance, whatever the variance. */
  public double kept() {
    return data * data / (data * data + noise * noise);
  }

  /** Root of the variance, for data and noise of unit variance. */
  public double scale() {
    return Math.hypot(data, noise);
  }

  /** Noise for a unit of data: the sigma of variance exploding paths; infinite for pure noise. */
  public double ratio() {
    return noise / data;
  }

  /**
   * Share of the noise, from 0 for data to 1 for pure noise: the sigma of the rectified path, by
   * which places on any two paths are compared.
   */
  public double share() {
    return noise / (data + noise);
  }

  /** Logarithm of data over noise, half the log-SNR (lambda of the DPM-Solver papers). */
  public double lambda() {
    return Math.log(data) - Math.log(noise);
  }
}

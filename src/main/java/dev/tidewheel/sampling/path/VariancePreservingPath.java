package dev.tidewheel.sampling.path;

/**
 * Diffusion in continuous time that keeps the variance: {@code x = sqrt(q) data + sqrt(1 - q)
 * noise}, where q falls from 1 at the data to nearly 0 (Song et al. 2020, arXiv 2011.13456; Nichol
 * and Dhariwal 2021, arXiv 2102.09672).
 *
 * <p>With {@code q = exp(-B)} the derivatives are {@code -B' / 2} times the data's weight and
 * {@code B' q / 2} over the noise's; the latter has no bound at time 0, where the path is curved
 * most.
 */
public enum VariancePreservingPath implements ProbabilityPath {
  /** Noise is added at a rate that grows linearly from .1 to 20. */
  LINEAR("variance-preserving") {
    @Override
    double exponent(double time) {
      return time * (LEAST_RATE + time * (MOST_RATE - LEAST_RATE) / 2);
    }

    @Override
    double rate(double time) {
      return LEAST_RATE + time * (MOST_RATE - LEAST_RATE);
    }

    @Override
    double timeOf(double exponent) {
      double slope = MOST_RATE - LEAST_RATE;
      double root = Math.sqrt(LEAST_RATE * LEAST_RATE + 2 * slope * exponent);
      return 2 * exponent / (LEAST_RATE + root);
    }
  },

  /** The rate's square root grows linearly, from .85 to 12 (Stable Diffusion's). */
  SCALED_LINEAR("scaled-linear") {
    @Override
    double exponent(double time) {
      double end = LOW + (HIGH - LOW) * time;
      return (end * end * end - LOW * LOW * LOW) / (3 * (HIGH - LOW));
    }

    @Override
    double rate(double time) {
      double root = LOW + (HIGH - LOW) * time;
      return root * root;
    }

    @Override
    double timeOf(double exponent) {
      return (Math.cbrt(3 * (HIGH - LOW) * exponent + LOW * LOW * LOW) - LOW) / (HIGH - LOW);
    }
  },

  /** {@code q = cos^2} of an angle that grows linearly and begins a little above 0. */
  SQUARED_COSINE("squared-cosine") {
    @Override
    double exponent(double time) {
      return 2 * (Math.log(Math.cos(angle(0))) - Math.log(Math.cos(angle(time))));
    }

    @Override
    double rate(double time) {
      return Math.PI / (1 + OFFSET) * Math.tan(angle(time));
    }

    @Override
    double timeOf(double exponent) {
      double cosine = Math.cos(angle(0)) * Math.exp(-exponent / 2);
      return Math.acos(cosine) * 2 / Math.PI * (1 + OFFSET) - OFFSET;
    }

    private double angle(double time) {
      return (time + OFFSET) / (1 + OFFSET) * Math.PI / 2;
    }
  };

  private static final double LEAST_RATE = 0.1;
  private static final double MOST_RATE = 20;
  private static final double LOW = Math.sqrt(0.85);
  private static final double HIGH = Math.sqrt(12);
  private static final double OFFSET = 0.008;

  /** Nearest to the ends that the path is followed: beyond, weights or derivatives vanish. */
  private static final double MARGIN = 1e-5;

  /** More noise for a unit of data than any of them reaches. */
  private static final double MOST_RATIO = 1e9;

  private final String title;

  VariancePreservingPath(String title) {
    this.title = title;
  }

  /** B: the logarithm of 1 / q. */
  abstract double exponent(double time);

  /** B'. */
  abstract double rate(double time);

  abstract double timeOf(double exponent);

  @Override
  public String title() {
    return title;
  }

  @Override
  public double start() {
    return 1 - MARGIN;
  }

  @Override
  public double end() {
    return MARGIN;
  }

  @Override
  public Place at(double time) {
    double exponent = exponent(time);
    double data = Math.exp(-exponent / 2);
    double noise = Math.sqrt(-Math.expm1(-exponent));
    double rate = rate(time);
    return new Place(
        time, new Level(data, noise), new Level(-rate / 2 * data, rate / 2 * data * data / noise));
  }

  @Override
  public double timeOf(Level level) {
    double ratio = Math.min(level.ratio(), MOST_RATIO);
    return Math.clamp(timeOf(Math.log1p(ratio * ratio)), end(), start());
  }

  @Override
  public double startScale() {
    return 1;
  }
}

package dev.tidewheel.sampling.path;

import java.util.Arrays;

/**
 * How much of the data's variance is kept after so many training steps (the product of {@code 1 -
 * beta}; Ho et al. 2020, arXiv 2006.11239, equation 4).
 *
 * <p>Kept as floats, rounded as torch rounds them, so that levels are those of diffusers.
 */
public final class TrainingTable {
  /** What diffusers takes for a last entry of 0 where it divides by it. */
  private static final float NEARLY_NOTHING = 0x1p-24f;

  private static final double LEAST_SIGMA = 1e-10;

  private final float[] kept;
  private final double[] sigmas;
  private final double[] logs;

  private TrainingTable(float[] kept) {
    this.kept = kept;
    this.sigmas = new double[kept.length];
    this.logs = new double[kept.length];
    Arrays.setAll(sigmas, time -> (float) Math.sqrt((1 - kept[time]) / kept[time]));
    Arrays.setAll(logs, time -> (float) Math.log(sigmas[time]));
  }

  /** The table of step variances. */
  public static TrainingTable of(float[] betas) {
    return new TrainingTable(kept(betas));
  }

  /** A product in doubles, of which every entry is rounded. */
  static float[] kept(float[] betas) {
    float[] kept = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1 - betas[i];
      kept[i] = (float) product;
    }
    return kept;
  }

  /** The same with a trace of data at the end, for schedulers that divide by it. */
  public TrainingTable neverWithoutData() {
    float[] changed = kept.clone();
    changed[changed.length - 1] = NEARLY_NOTHING;
    return new TrainingTable(changed);
  }

  /** Number of training times at which nothing is left of the data, in floats. */
  public int timesWithoutData() {
    int times = 0;
    for (float share : kept) {
      times += share == 0 ? 1 : 0;
    }
    return times;
  }

  /** Number of training times. */
  public int size() {
    return kept.length;
  }

  /** The last training time. */
  public int last() {
    return kept.length - 1;
  }

  /** Share of the data's variance at a training time. */
  public double kept(int time) {
    return kept[time];
  }

  /** The level at a training time. */
  public Level level(int time) {
    return Level.ofKept(kept[time]);
  }

  /** Noise for a unit of data at a training time. */
  public double sigma(int time) {
    return sigmas[time];
  }

  /** The noise for a unit of data at a training time whose logarithm is the rounded one. */
  public double sigmaOfLog(int time) {
    return Math.exp(logs[time]);
  }

  /**
   * The noise for a unit of data between two training times, by linear interpolation, and at the
   * nearer end beyond.
   */
  public double sigma(double time) {
    int below = (int) Math.clamp(Math.floor(time), 0, last());
    int above = Math.min(below + 1, last());
    double part = Math.clamp(time - below, 0, 1);
    return below == above ? sigmas[below] : sigmas[below] + part * (sigmas[above] - sigmas[below]);
  }

  /**
   * The training time with so much noise, by its logarithm; the nearer end beyond. Tables without
   * data at the end do not rise there, so the search begins at the end.
   */
  public double timeOf(double sigma) {
    double log = Math.log(Math.max(sigma, LEAST_SIGMA));
    int below = last();
    while (below > 0 && logs[below] > log) {
      below--;
    }
    below = Math.min(below, last() - 1);
    int above = below + 1;
    double part = Math.clamp((logs[below] - log) / (logs[below] - logs[above]), 0, 1);
    return (1 - part) * below + part * above;
  }
}

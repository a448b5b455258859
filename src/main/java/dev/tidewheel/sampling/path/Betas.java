package dev.tidewheel.sampling.path;

import java.util.function.DoubleUnaryOperator;

/**
 * The variances of the noise that training adds step by step (betas; Ho et al. 2020, arXiv
 * 2006.11239), in floats and rounded where torch rounds, since what grows from them tells a
 * thousandth part from its neighbours.
 */
public final class Betas {
  /** The most that one step may add. */
  private static final double MOST = 0.999;

  private Betas() {}

  /** Evenly from one to another. */
  public static float[] linear(double first, double last, int count) {
    return evenly((float) first, (float) last, count);
  }

  /** Their square roots evenly (latent diffusion). */
  public static float[] scaledLinear(double first, double last, int count) {
    float[] betas = evenly((float) Math.sqrt(first), (float) Math.sqrt(last), count);
    for (int i = 0; i < count; i++) {
      betas[i] *= betas[i];
    }
    return betas;
  }

  /** Along a logistic curve between the two. */
  public static float[] sigmoid(double first, double last, int count) {
    float[] betas = evenly(-6, 6, count);
    for (int i = 0; i < count; i++) {
      float rise = (float) (1 / (1 + Math.exp(-betas[i])));
      betas[i] = rise * (float) (last - first) + (float) first;
    }
    return betas;
  }

  /** The kept variance is a squared cosine (Nichol and Dhariwal 2021, arXiv 2102.09672). */
  public static float[] cosine(int count) {
    return ofKept(
        count,
        time -> {
          double cosine = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
          return cosine * cosine;
        });
  }

  /** The log-SNR follows Laplace's distribution (Hang and Gu 2024, arXiv 2407.03297). */
  public static float[] laplace(int count) {
    return ofKept(
        count,
        time -> {
          double side = Math.copySign(1, 0.5 - time);
          double half = -0.5 * side * Math.log(1 - 2 * Math.abs(0.5 - time) + 1e-6);
          double ratio = Math.exp(half);
          return Math.sqrt(ratio / (1 + ratio));
        });
  }

  private static float[] ofKept(int count, DoubleUnaryOperator kept) {
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      double before = kept.applyAsDouble((double) i / count);
      double after = kept.applyAsDouble((i + 1.0) / count);
      betas[i] = (float) Math.min(1 - after / before, MOST);
    }
    return betas;
  }

  /**
   * Stretched until nothing of the data is left at the end (Lin et al. 2023, arXiv 2305.08891,
   * algorithm 1).
   */
  public static float[] withoutDataAtTheEnd(float[] betas) {
    float[] roots = TrainingTable.kept(betas);
    int last = roots.length - 1;
    for (int i = 0; i <= last; i++) {
      roots[i] = (float) Math.sqrt(roots[i]);
    }
    float first = roots[0];
    float end = roots[last];
    float stretch = first / (first - end);
    float[] stretched = new float[roots.length];
    float before = 1;
    for (int i = 0; i <= last; i++) {
      float root = (roots[i] - end) * stretch;
      float kept = root * root;
      stretched[i] = 1 - (i == 0 ? kept : kept / before);
      before = kept;
    }
    return stretched;
  }

  /** {@code torch.linspace}: the first half from the first number, the second from the last. */
  private static float[] evenly(float first, float last, int count) {
    float step = (last - first) / (count - 1);
    float[] points = new float[count];
    for (int i = 0; i < count; i++) {
      points[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
    }
    if (count == 1) {
      points[0] = first;
    }
    return points;
  }
}

package dev.tidewheel.sampling.path;

/**
 * Diffusion that keeps the variance, by a table of training: {@code x = sqrt(q) data + sqrt(1 - q)
 * noise} (Ho et al. 2020, arXiv 2006.11239).
 *
 * <p>Time is the training time. At whole times the levels are the table's own; between them, and a
 * little beyond both ends, the logarithm of noise over data is a straight line.
 */
public final class DiscretePath implements ProbabilityPath {
  /** The farthest that the logarithm of noise over data is followed. */
  private static final double FARTHEST = 40;

  /** Times nearer than this to a whole one are that one. */
  private static final double WHOLE = 1e-7;

  private final TrainingTable table;
  private final double[] logs;

  /** The path of a table. */
  public DiscretePath(TrainingTable table) {
    this.table = table;
    this.logs = new double[table.size()];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = -table.level(i).lambda();
    }
    requireRise();
  }

  /** Where nothing is left of the data at the end, the line before is gone on with. */
  private void requireRise() {
    int last = table.last();
    if (Double.isInfinite(logs[last]) || logs[last] <= logs[last - 1]) {
      logs[last] = logs[last - 1] + Math.max(logs[last - 1] - logs[Math.max(0, last - 2)], 1);
    }
  }

  /** The table. */
  public TrainingTable table() {
    return table;
  }

  @Override
  public String title() {
    return "discrete";
  }

  @Override
  public double start() {
    return table.last();
  }

  @Override
  public double end() {
    return 0;
  }

  @Override
  public Place at(double time) {
    double whole = Math.rint(time);
    double rise = rise(time);
    double ratio = Math.exp(log(time));
    double data = 1 / Math.hypot(1, ratio);
    double noise = ratio * data;
    Level level =
        Math.abs(time - whole) < WHOLE && whole >= 0 && whole <= table.last()
            ? table.level((int) whole)
            : new Level(data, noise);
    return new Place(
        time, level, new Level(-data * noise * noise * rise, noise * data * data * rise));
  }

  @Override
  public double timeOf(Level level) {
    double log = Math.clamp(-level.lambda(), -FARTHEST, FARTHEST);
    int below = 0;
    int above = table.last();
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (logs[middle] <= log) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below + (log - logs[below]) / (logs[above] - logs[below]);
  }

  @Override
  public double startScale() {
    return 1;
  }

  private double log(double time) {
    int below = below(time);
    return logs[below] + (time - below) * rise(time);
  }

  private double rise(double time) {
    int below = below(time);
    return logs[below + 1] - logs[below];
  }

  private int below(double time) {
    return Math.clamp((long) Math.floor(time), 0, table.last() - 1);
  }
}

package dev.tidewheel.calibration;

import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.RowEvaluator;
import dev.tidewheel.sampling.Flow;
import dev.tidewheel.sampling.NoiseStream;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sight;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stop;
import java.util.Arrays;
import java.util.List;

/** The velocities that a network gives for probe images of one guidance scale. */
public final class NetworkField implements VelocityField {
  /** States that are shown to the network at once. */
  private static final int BATCH = 32;

  private final RowEvaluator evaluator;
  private final ImageShape shape;
  private final Flow flow;
  private final List<Probe> probes;

  /**
   * A probe image.
   *
   * @param seed seed of its noise
   * @param label class label
   * @param noLabel class label that means no class
   */
  public record Probe(long seed, double label, double noLabel) {}

  /**
   * Makes a field.
   *
   * @param evaluator evaluates the network; for one thread at a time, and so is this
   * @param shape shape of an image's state
   * @param flow along the rectified path, with the guidance scale
   * @param probes the images
   */
  public NetworkField(RowEvaluator evaluator, ImageShape shape, Flow flow, List<Probe> probes) {
    this.evaluator = evaluator;
    this.shape = shape;
    this.flow = flow;
    this.probes = List.copyOf(probes);
  }

  @Override
  public int images() {
    return probes.size();
  }

  @Override
  public double first() {
    return flow.first().time();
  }

  @Override
  public boolean guided() {
    return flow.guided();
  }

  @Override
  public double[][] start() {
    double scale = flow.start(flow.first()).weight(Solver.STATE);
    return probes.stream()
        .map(probe -> scaled(new NoiseStream(probe.seed()).next(shape.elements()), scale))
        .toArray(double[][]::new);
  }

  private static double[] scaled(float[] values, double scale) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = scale * values[i];
    }
    return scaled;
  }

  @Override
  public Velocities at(double share, double[][] states, int[] images) {
    double[][] guided = new double[states.length][];
    double[][] differences = new double[guided() ? states.length : 0][];
    int together = guided() ? BATCH / 2 : BATCH;
    for (int from = 0; from < states.length; from += together) {
      int to = Math.min(from + together, states.length);
      double[][] some = Arrays.copyOfRange(states, from, to);
      Velocities part = part(share, some, Arrays.copyOfRange(images, from, to));
      System.arraycopy(part.guided(), 0, guided, from, to - from);
      System.arraycopy(
          part.differences(), 0, differences, guided() ? from : 0, part.differences().length);
    }
    return new Velocities(guided, differences);
  }

  private Velocities part(double share, double[][] states, int[] images) {
    int count = states.length;
    int rows = guided() ? 2 * count : count;
    Stop stop = flow.stopAt(share);
    Sight sight = flow.look(stop, Row.register(Solver.STATE));
    float[] shown = new float[rows * shape.elements()];
    float[] labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      int at = row % count;
      put(states[at], sight.input().weight(Solver.STATE), shown, row * shape.elements());
      Probe probe = probes.get(images[at]);
      labels[row] = (float) (row < count ? probe.label() : probe.noLabel());
    }
    float[] times = new float[rows];
    Arrays.fill(times, (float) stop.networkTime());
    float[] output = evaluator.evaluate(new RowEvaluator.Rows(shown, times, labels));
    double[][] guided = new double[count][];
    double[][] differences = new double[guided() ? count : 0][];
    Row velocity = sight.velocity();
    for (int i = 0; i < count; i++) {
      int conditional = i * shape.elements();
      int unconditional = (guided() ? count + i : i) * shape.elements();
      guided[i] = combined(velocity, states[i], output, conditional, unconditional);
      if (guided()) {
        differences[i] = combined(difference(sight), states[i], output, conditional, unconditional);
      }
    }
    return new Velocities(guided, differences);
  }

  private Row difference(Sight sight) {
    Flow plain = new Flow(flow.model(), flow.path(), 1);
    Row conditional = plain.look(sight.stop(), Row.register(Solver.STATE)).velocity();
    return sight.velocity().minus(conditional).times(1 / (flow.guidance().scale() - 1));
  }

  private static void put(double[] state, double scale, float[] target, int at) {
    for (int i = 0; i < state.length; i++) {
      target[at + i] = (float) (scale * state[i]);
    }
  }

  private double[] combined(
      Row row, double[] state, float[] output, int conditional, int unconditional) {
    double ofState = row.weight(Solver.STATE);
    double ofConditional = row.weight(Row.REGISTERS);
    double ofUnconditional = row.weight(Row.REGISTERS + 1);
    double[] sum = new double[state.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] =
          ofState * state[i]
              + ofConditional * output[conditional + i]
              + ofUnconditional * output[unconditional + i];
    }
    return sum;
  }
}

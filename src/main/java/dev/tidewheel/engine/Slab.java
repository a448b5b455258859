package dev.tidewheel.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Guidance;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Shaping;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The state of the images of one group, on the device: a row of registers a slot. */
final class Slab implements AutoCloseable {
  /** On an asynchronous device the network's time is measured on one tick in so many. */
  private static final int EXACT_EVERY = 16;

  /** Of all registers. */
  private static final TickLayout EVERY = new TickLayout(Row.REGISTERS);

  private final Network network;
  private final ImageShape shape;
  private final int slots;
  private final NDManager manager;
  private final Kernel kernel;
  private final NDArray registers;

  /** By their number: views of the first registers of all slots. */
  private final NDArray[] spans;

  /** What the prompts became: a row a slot, then a row a slot for what guides away. */
  private final NDArray texts;

  private final NDArray[] counts;

  /** By the number of images: the extra columns of a tick in which none needs them. */
  private final NDArray[] nothing;

  private long evaluations;

  /**
   * What the slots of a group hold.
   *
   * @param network the network that evaluates them
   * @param shape shape of a state
   * @param textElements numbers that a prompt becomes; 0 where there are no prompts
   */
  record Layout(Network network, ImageShape shape, int textElements) {}

  Slab(Layout layout, int slots) {
    this.network = layout.network();
    this.shape = layout.shape();
    this.slots = slots;
    this.manager = NDManager.newBaseManager(network.device(), "PyTorch");
    try {
      this.registers = manager.zeros(new Shape(slots, Row.REGISTERS, shape.elements()));
      this.spans = new NDArray[Row.REGISTERS + 1];
      for (int i = 0; i <= Row.REGISTERS; i++) {
        spans[i] = registers.get(new NDIndex(":, :" + i));
      }
      int rows = layout.textElements() == 0 ? 0 : 2 * slots;
      this.texts = manager.zeros(new Shape(rows, layout.textElements()));
      this.counts = new NDArray[slots + 1];
      this.nothing = new NDArray[slots + 1];
      for (int i = 0; i <= slots; i++) {
        counts[i] = manager.zeros(new Shape(i));
        nothing[i] = manager.zeros(new Shape(i, 0, shape.elements()));
      }
      this.kernel = new Kernel(shape, slots, network.device());
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * An image that takes its slot.
   *
   * @param state what the register of its state holds at first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrival(Active image, float[] state) {}

  /** Gives images their first states and their texts, and clears their other registers. */
  void assign(List<Arrival> arrivals, Readings readings) {
    assignStates(arrivals);
    if (!texts.isEmpty()) {
      assignTexts(arrivals.stream().map(Arrival::image).toList(), readings);
    }
  }

  private void assignStates(List<Arrival> arrivals) {
    int width = 1 + shape.elements();
    FloatBuffer rows = FloatBuffer.allocate(arrivals.size() * width);
    for (Arrival arrival : arrivals) {
      rows.put(arrival.image.slot()).put(arrival.state);
    }
    try (NDManager scope = manager.newSubManager()) {
      kernel.assign(scope.create(rows.array(), new Shape(arrivals.size(), width)), registers);
    }
  }

  private void assignTexts(List<Active> images, Readings readings) {
    List<Integer> places = new ArrayList<>();
    NDList rows = new NDList();
    for (Active image : images) {
      Drawing.Prompts prompts = image.drawing().prompts().orElseThrow();
      places.add(image.slot());
      rows.add(readings.find(network, prompts.positive()).orElseThrow());
      prompts
          .negative()
          .ifPresent(
              negative -> {
                places.add(slots + image.slot());
                rows.add(readings.find(network, negative).orElseThrow());
              });
    }
    float[] at = new float[places.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = places.get(i);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray stacked = NDArrays.stack(rows);
      stacked.attach(scope);
      kernel.keep(scope.create(at), stacked, texts);
    }
  }

  /**
   * The figures of one evaluation.
   *
   * @param rms root mean square of each image's error row
   * @param finite whether each image's registers are all finite
   * @param forwardNanos time in the network
   * @param exact whether the device was waited for between the two
   */
  record Figures(double[] rms, boolean[] finite, long forwardNanos, boolean exact) {}

  /**
   * Evaluates the network once for a batch, guided images first, and replaces their registers. On
   * the CPU several threads may evaluate at once, each its own images.
   */
  Figures evaluate(List<Active> images) {
    boolean cpu = !network.device().isGpu();
    boolean exact = cpu || evaluations++ % EXACT_EVERY == 0;
    int guided = (int) images.stream().filter(Active::guided).count();
    try (NDManager scope = manager.newSubManager()) {
      var layout =
          new TickLayout(
              images.stream()
                  .map(Slab::evaluation)
                  .mapToInt(Evaluation::registers)
                  .max()
                  .orElseThrow());
      NDArray taking = spans[layout.span()];
      NDArray matrix =
          scope.create(matrix(images, layout), new Shape(images.size(), layout.width()));
      Kernel.Gathered in = kernel.gather(matrix, counts[guided], taking);
      if (exact && !cpu) {
        await(in.times());
      }
      NDArray read = texts.isEmpty() ? texts : kernel.texts(matrix, counts[guided], texts);
      long before = System.nanoTime();
      NDArray answer = network.forward(in.x(), in.times(), in.labels(), read);
      if (exact && !cpu) {
        await(answer);
      }
      long forward = System.nanoTime() - before;
      NDArray output = rescaled(images, counts[guided], answer, scope);
      NDArray extra =
          images.stream().map(Slab::evaluation).anyMatch(Slab::needsMore)
              ? kernel.shape(
                  matrix, counts[guided], in.registers(), output, freshNoise(images, scope))
              : nothing[images.size()];
      float[] figures =
          kernel
              .advance(matrix, counts[guided], taking, in.registers(), output, extra)
              .toFloatArray();
      return figures(figures, images.size(), forward, exact);
    }
  }

  /** The outputs as they are where no image rescales its own. */
  private NDArray rescaled(List<Active> images, NDArray guided, NDArray output, NDManager scope) {
    if (images.stream().noneMatch(image -> evaluation(image).rescaled().isPresent())) {
      return output;
    }
    int count = (int) guided.size();
    float[] factors = new float[2 * count];
    for (int i = 0; i < count; i++) {
      Guidance guidance = evaluation(images.get(i)).rescaled().orElse(Guidance.NONE);
      factors[2 * i] = (float) guidance.scale();
      factors[2 * i + 1] = (float) guidance.rescale();
    }
    return kernel.rescale(scope.create(factors, new Shape(count, 2)), output);
  }

  /** A draw of each image's own stream where its evaluation asks for one, [B, elements]. */
  private NDArray freshNoise(List<Active> images, NDManager scope) {
    float[] fresh = new float[images.size() * shape.elements()];
    for (int i = 0; i < images.size(); i++) {
      if (evaluation(images.get(i)).drawsNoise()) {
        float[] draw = images.get(i).freshNoise(shape.elements());
        System.arraycopy(draw, 0, fresh, i * draw.length, draw.length);
      }
    }
    return scope.create(fresh, new Shape(images.size(), shape.elements()));
  }

  private static boolean needsMore(Evaluation evaluation) {
    return evaluation.drawsNoise() || evaluation.shaped().isPresent();
  }

  private static Evaluation evaluation(Active image) {
    return (Evaluation) image.stage();
  }

  /** Of norms: those of an image's registers, then that of its error row. */
  private Figures figures(float[] norms, int images, long forward, boolean exact) {
    int each = norms.length / images;
    double[] rms = new double[images];
    boolean[] finite = new boolean[images];
    for (int i = 0; i < images; i++) {
      rms[i] = norms[(i + 1) * each - 1] / Math.sqrt(shape.elements());
      finite[i] = true;
      for (int j = i * each; j < (i + 1) * each; j++) {
        finite[i] &= Float.isFinite(norms[j]);
      }
    }
    return new Figures(rms, finite, forward, exact);
  }

  private static float[] matrix(List<Active> images, TickLayout layout) {
    float[] matrix = new float[images.size() * layout.width()];
    for (int i = 0; i < images.size(); i++) {
      Active image = images.get(i);
      Evaluation evaluation = evaluation(image);
      Drawing.Labels labels = image.drawing().labels();
      int at = i * layout.width();
      matrix[at + TickLayout.SLOT] = image.slot();
      matrix[at + TickLayout.TIME] = (float) evaluation.time();
      matrix[at + TickLayout.LABEL] = (float) labels.conditional();
      matrix[at + TickLayout.NO_LABEL] = (float) labels.unconditional();
      layout.put(evaluation.input(), matrix, at + TickLayout.INPUT);
      for (int r = 0; r < layout.span(); r++) {
        layout.putWhole(evaluation.update().get(r), matrix, at + layout.update(r));
      }
      layout.putWhole(evaluation.error().orElse(Row.ZERO), matrix, at + layout.error());
      putShaping(evaluation, layout, matrix, at);
    }
    return matrix;
  }

  private static void putShaping(Evaluation evaluation, TickLayout layout, float[] matrix, int at) {
    matrix[at + TickLayout.RATIO] = -1;
    if (evaluation.shaped().isEmpty()) {
      return;
    }
    Evaluation.Shaped shaped = evaluation.shaped().get();
    layout.putWhole(shaped.row(), matrix, at + layout.shaped());
    switch (shaped.shaping()) {
      case Shaping.Clip(double limit) -> matrix[at + TickLayout.LIMIT] = (float) limit;
      case Shaping.Threshold(double ratio, double most) -> {
        matrix[at + TickLayout.LIMIT] = (float) most;
        matrix[at + TickLayout.RATIO] = (float) ratio;
      }
    }
  }

  /** The pixels of images that are finished, whose state is the picture: H x W x C each. */
  List<byte[]> pixels(List<Active> images) {
    byte[] all;
    try (NDManager scope = manager.newSubManager()) {
      all = kernel.pixels(data(images, scope)).toByteArray();
    }
    int each = shape.elements();
    return IntStream.range(0, images.size())
        .mapToObj(i -> Arrays.copyOfRange(all, i * each, (i + 1) * each))
        .toList();
  }

  /** Moves the latents of images that are finished into a darkroom. */
  void handOver(List<Active> images, Darkroom darkroom, long lastTick) {
    try (NDManager scope = manager.newSubManager()) {
      darkroom.add(images, data(images, scope), lastTick);
    }
  }

  private NDArray data(List<Active> images, NDManager scope) {
    int width = 1 + Row.REGISTERS;
    float[] departures = new float[images.size() * width];
    for (int i = 0; i < images.size(); i++) {
      departures[i * width] = images.get(i).slot();
      Finished finished = (Finished) images.get(i).stage();
      EVERY.put(finished.data(), departures, i * width + 1);
    }
    return kernel.finish(scope.create(departures, new Shape(images.size(), width)), registers);
  }

  /** Waits until an asynchronous device has computed an array, by reading one number of it. */
  private static void await(NDArray array) {
    array.flatten().get("0").toType(DataType.FLOAT32, false).toFloatArray();
  }

  @Override
  public void close() {
    kernel.close();
    manager.close();
  }
}

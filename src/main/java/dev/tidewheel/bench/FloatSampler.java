package dev.tidewheel.bench;

import dev.tidewheel.engine.LatentShape;
import dev.tidewheel.engine.Network;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Draws images as the engine does, but with the solver's arithmetic in doubles and an end that is
 * not rounded to pixels: what errors are measured with. Images are evaluated in batches, each at
 * its own step.
 */
final class FloatSampler {
  private final Network network;
  private final LatentShape shape;
  private final int batch;

  FloatSampler(Network network, LatentShape shape, int batch) {
    this.network = network;
    this.shape = shape;
    this.batch = batch;
  }

  /**
   * What to draw.
   *
   * @param seed seed of the noise
   * @param label class label
   * @param noLabel class label that means no class
   */
  record Subject(long seed, double label, double noLabel) {}

  /**
   * An image.
   *
   * @param data its values, unrounded and unclamped
   * @param evaluations evaluations that it took
   */
  record Drawn(double[] data, int evaluations) {
    /** Root mean square of the difference to another image. */
    double rmsTo(Drawn other) {
      double sum = 0;
      for (int i = 0; i < data.length; i++) {
        double difference = data[i] - other.data[i];
        sum += difference * difference;
      }
      return Math.sqrt(sum / data.length);
    }
  }

  /** Draws all subjects the same way; the images stand in the order of the subjects. */
  List<Drawn> draw(List<Subject> subjects, Sampling sampling, Watcher watcher) {
    List<Image> images = new ArrayList<>();
    for (Subject subject : subjects) {
      images.add(new Image(subject, sampling.start()));
    }
    int rows = sampling.guided() ? 2 : 1;
    Deque<Image> waiting = new ArrayDeque<>(images);
    while (!waiting.isEmpty()) {
      List<Image> together = new ArrayList<>();
      while (!waiting.isEmpty() && together.size() < Math.max(1, batch / rows)) {
        together.add(waiting.remove());
      }
      evaluate(together, sampling.guided());
      // Back to the front: images finish one after the other, and progress is even.
      for (Image image : together.reversed()) {
        if (image.stage instanceof Finished) {
          watcher.advanced();
        } else {
          waiting.addFirst(image);
        }
      }
    }
    return images.stream().map(Image::drawn).toList();
  }

  /** Conditional rows first, then the unconditional ones. */
  private void evaluate(List<Image> images, boolean guided) {
    int elements = shape.elements();
    int rows = guided ? 2 * images.size() : images.size();
    float[] latents = new float[rows * elements];
    double[] told = new double[rows];
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      Image image = images.get(row % images.size());
      image.putInput(latents, row * elements);
      told[row] = image.evaluation().time();
      labels[row] = row < images.size() ? image.subject.label() : image.subject.noLabel();
    }
    float[] output;
    try (ReadyBatch ready = new ReadyBatch(network, shape, latents, told, labels)) {
      output = ready.evaluate();
    }
    for (int i = 0; i < images.size(); i++) {
      int unconditional = guided ? images.size() + i : i;
      images.get(i).advance(output, i * elements, unconditional * elements);
    }
  }

  /** An image on its way. */
  private final class Image {
    private final Subject subject;
    private final Registers registers;
    private Stage stage;
    private int evaluations;

    Image(Subject subject, Stage stage) {
      this.subject = subject;
      this.stage = stage;
      this.registers = new Registers(subject.seed(), shape.elements());
    }

    Evaluation evaluation() {
      return (Evaluation) stage;
    }

    Drawn drawn() {
      return new Drawn(registers.row(((Finished) stage).data()), evaluations);
    }

    void putInput(float[] target, int at) {
      double[] input = registers.row(evaluation().input());
      for (int i = 0; i < input.length; i++) {
        target[at + i] = (float) input[i];
      }
    }

    void advance(float[] output, int conditional, int unconditional) {
      Evaluation evaluation = evaluation();
      double rms =
          registers.advance(evaluation, slice(output, conditional), slice(output, unconditional));
      stage = evaluation.then(rms).next();
      evaluations++;
    }

    private double[] slice(float[] output, int at) {
      double[] slice = new double[shape.elements()];
      for (int i = 0; i < slice.length; i++) {
        slice[i] = output[at + i];
      }
      return slice;
    }
  }
}

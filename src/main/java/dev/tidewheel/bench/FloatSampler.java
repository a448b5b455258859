package dev.tidewheel.bench;

import dev.tidewheel.engine.ImageShape;
import dev.tidewheel.engine.Network;
import dev.tidewheel.engine.RowEvaluator;
import dev.tidewheel.sampling.Evaluation;
import dev.tidewheel.sampling.Finished;
import dev.tidewheel.sampling.Registers;
import dev.tidewheel.sampling.Row;
import dev.tidewheel.sampling.Sampling;
import dev.tidewheel.sampling.Solver;
import dev.tidewheel.sampling.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws images as the engine does, but with the solver's arithmetic in doubles and an end that is
 * not rounded to pixels: what errors are measured with. Images are evaluated in batches, each at
 * its own step.
 */
public final class FloatSampler {
  private final Network network;
  private final ImageShape shape;
  private final int batch;

  /**
   * Makes a sampler.
   *
   * @param network what is evaluated
   * @param shape shape of one image's state
   * @param batch most rows of an evaluation
   */
  public FloatSampler(Network network, ImageShape shape, int batch) {
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
  public record Subject(long seed, double label, double noLabel) {}

  /**
   * An image.
   *
   * @param data its values, unrounded and unclamped
   * @param evaluations evaluations that it took
   */
  public record Drawn(double[] data, int evaluations) {
    /** Root mean square of the difference to another image. */
    public double rmsTo(Drawn other) {
      double sum = 0;
      for (int i = 0; i < data.length; i++) {
        double difference = data[i] - other.data[i];
        sum += difference * difference;
      }
      return Math.sqrt(sum / data.length);
    }
  }

  /** Hears where images stand. */
  public interface Trail {
    /**
     * An image is evaluated.
     *
     * @param image its number, from 0
     * @param register what register 0 holds before: the state, or unit noise at the start
     */
    void stands(int image, double[] register);
  }

  /**
   * A subject and how it is drawn.
   *
   * @param subject what to draw
   * @param sampling how
   */
  public record Task(Subject subject, Sampling sampling) {}

  /** Draws all subjects the same way; the images stand in the order of the subjects. */
  public List<Drawn> draw(List<Subject> subjects, Sampling sampling, Watcher watcher) {
    return draw(subjects, sampling, watcher, (_, _) -> {});
  }

  /** The same, followed step by step. */
  public List<Drawn> draw(List<Subject> subjects, Sampling sampling, Watcher watcher, Trail trail) {
    return draw(
        subjects.stream().map(subject -> new Task(subject, sampling)).toList(), watcher, trail);
  }

  /** Draws each subject its own way; the images stand in the order of the tasks. */
  public List<Drawn> draw(List<Task> tasks, Watcher watcher) {
    return draw(tasks, watcher, (_, _) -> {});
  }

  private List<Drawn> draw(List<Task> tasks, Watcher watcher, Trail trail) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      int number = i;
      images.add(new Image(tasks.get(i), register -> trail.stands(number, register)));
    }
    try (RowEvaluator rows = new RowEvaluator(network, shape)) {
      drawAll(images, rows, watcher);
    }
    return images.stream().map(Image::drawn).toList();
  }

  private void drawAll(List<Image> images, RowEvaluator evaluator, Watcher watcher) {
    Deque<Image> waiting = new ArrayDeque<>(images);
    while (!waiting.isEmpty()) {
      List<Image> together = new ArrayList<>();
      int rows = 0;
      while (!waiting.isEmpty() && (rows == 0 || rows + waiting.getFirst().rows() <= batch)) {
        rows += waiting.getFirst().rows();
        together.add(waiting.remove());
      }
      evaluate(together, evaluator);
      // Back to the front: images finish one after the other, and progress is even.
      for (Image image : together.reversed()) {
        if (image.stage instanceof Finished) {
          watcher.advanced();
        } else {
          waiting.addFirst(image);
        }
      }
    }
  }

  /** Conditional rows first, then the unconditional ones of those that are guided. */
  private void evaluate(List<Image> images, RowEvaluator evaluator) {
    List<Image> shown = new ArrayList<>(images);
    images.stream().filter(Image::guided).forEach(shown::add);
    int elements = shape.elements();
    float[] latents = new float[shown.size() * elements];
    float[] times = new float[shown.size()];
    float[] labels = new float[shown.size()];
    for (int row = 0; row < shown.size(); row++) {
      Image image = shown.get(row);
      image.putInput(latents, row * elements);
      times[row] = (float) image.evaluation().time();
      Subject subject = image.subject;
      labels[row] = (float) (row < images.size() ? subject.label() : subject.noLabel());
    }
    float[] output = evaluator.evaluate(new RowEvaluator.Rows(latents, times, labels));
    int unconditional = images.size();
    for (int i = 0; i < images.size(); i++) {
      int other = images.get(i).guided() ? unconditional++ : i;
      images.get(i).advance(output, i * elements, other * elements);
    }
  }

  /** An image on its way. */
  private final class Image {
    private final Subject subject;
    private final Registers registers;
    private final Consumer<double[]> trail;
    private Stage stage;
    private int evaluations;

    Image(Task task, Consumer<double[]> trail) {
      this.subject = task.subject();
      this.stage = task.sampling().start();
      this.trail = trail;
      this.registers = new Registers(subject.seed(), shape.elements());
    }

    boolean guided() {
      return stage instanceof Evaluation evaluation && evaluation.guided();
    }

    /** Rows that it takes of an evaluation. */
    int rows() {
      return guided() ? 2 : 1;
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
      trail.accept(registers.row(Row.register(Solver.STATE)));
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

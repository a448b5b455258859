package dev.tidewheel.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.script.TorchScriptModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network that tells what pictures show, and whose features their distribution is judged by.
 *
 * <p>Its folder holds {@code config.json}, {@code model.safetensors}, and {@code
 * reference.safetensors}: the mean and covariance of the features of real pictures. Computes in
 * 32-bit floats. For one thread at a time.
 */
public final class Classifier implements AutoCloseable {
  private static final double HALF_OF_A_BYTE = 127.5;

  private final ClassifierConfig config;
  private final Reference reference;
  private final NDManager weights;
  private final TorchScriptModule network;

  private Classifier(
      ClassifierConfig config, Reference reference, NDManager weights, TorchScriptModule network) {
    this.config = config;
    this.reference = reference;
    this.weights = weights;
    this.network = network;
  }

  /**
   * What the network sees in a picture.
   *
   * @param features its features
   * @param label the likeliest class
   */
  public record Sight(double[] features, int label) {}

  /**
   * The distribution of the features of real pictures.
   *
   * @param mean their mean
   * @param covariance their covariance, a row for each feature
   */
  public record Reference(double[] mean, double[][] covariance) {}

  /**
   * Loads a classifier.
   *
   * @param folder where it comes from
   * @param device where it computes
   * @throws ModelException naming the file, what is wrong with it, and the cure
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public static Classifier load(Path folder, Device device) {
    ClassifierConfig config = ClassifierConfig.read(folder.resolve("config.json"));
    Reference reference = reference(folder.resolve("reference.safetensors"), config.features());
    WrittenNetwork network = config.text();
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    Path file = folder.resolve("model.safetensors");
    try (WeightFiles files = WeightFiles.open(new WeightLocation.One(file))) {
      files.requireExactly(network.weights());
      List<NDArray> weights = new ArrayList<>();
      for (TensorSpec spec : network.weights()) {
        weights.add(files.upload(spec, manager));
      }
      return new Classifier(
          config, reference, manager, TorchScriptModule.load(network.forward(), weights, device));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static Reference reference(Path file, int features) {
    TensorSpec mean = new TensorSpec("mean", List.of((long) features));
    TensorSpec covariance = new TensorSpec("covariance", List.of((long) features, (long) features));
    try (Safetensors tensors = Safetensors.open(file)) {
      double[] all = doubles(tensors, covariance);
      double[][] rows = new double[features][];
      for (int row = 0; row < features; row++) {
        rows[row] = Arrays.copyOfRange(all, row * features, (row + 1) * features);
      }
      return new Reference(doubles(tensors, mean), rows);
    }
  }

  private static double[] doubles(Safetensors file, TensorSpec spec) {
    if (!file.info(spec.name()).shape().equals(spec.shape())) {
      throw new ModelException(
          file.file(),
          "tensor %s has the shape %s, but config.json needs %s"
              .formatted(spec.name(), file.info(spec.name()).shape(), spec.shape()),
          "Use the reference that belongs to config.json");
    }
    return file.doubles(spec.name());
  }

  /** Height and width of the pictures that it knows, in pixels. */
  public int size() {
    return config.size();
  }

  /** Channels of the pictures that it knows. */
  public int channels() {
    return config.channels().getFirst();
  }

  /** Number of classes. */
  public int classes() {
    return config.classes();
  }

  /** The features of real pictures. */
  public Reference reference() {
    return reference;
  }

  /**
   * Looks at pictures.
   *
   * @param pictures the bytes of each, height x width x channels
   * @return a sight for each
   * @throws ai.djl.engine.EngineException if the device fails, for example by want of memory
   */
  public List<Sight> look(List<byte[]> pictures) {
    int width = config.features() + config.classes();
    try (NDManager call = weights.newSubManager()) {
      NDArray images =
          call.create(values(pictures), new Shape(pictures.size(), channels(), size(), size()));
      float[] output = network.call(images).singletonOrThrow().toFloatArray();
      List<Sight> sights = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        sights.add(sight(Arrays.copyOfRange(output, i * width, (i + 1) * width)));
      }
      return sights;
    }
  }

  /** From bytes, the channels of a pixel together, to numbers from -1 to 1, channel by channel. */
  private float[] values(List<byte[]> pictures) {
    int pixels = size() * size();
    float[] values = new float[pictures.size() * channels() * pixels];
    int at = 0;
    for (byte[] picture : pictures) {
      for (int channel = 0; channel < channels(); channel++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          int value = Byte.toUnsignedInt(picture[pixel * channels() + channel]);
          values[at++] = (float) (value / HALF_OF_A_BYTE - 1);
        }
      }
    }
    return values;
  }

  private Sight sight(float[] output) {
    double[] features = new double[config.features()];
    for (int i = 0; i < features.length; i++) {
      features[i] = output[i];
    }
    int best = 0;
    for (int label = 1; label < config.classes(); label++) {
      if (output[features.length + label] > output[features.length + best]) {
        best = label;
      }
    }
    return new Sight(features, best);
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    network.close();
    weights.close();
  }
}

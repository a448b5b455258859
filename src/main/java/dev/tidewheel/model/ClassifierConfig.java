package dev.tidewheel.model;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.network.NetworkText;
import dev.tidewheel.model.network.WrittenNetwork;
import java.nio.file.Path;
import java.util.List;

/**
 * A classifier's {@code config.json}: convolutions with ReLU, some of them pooled after, then the
 * features with ReLU and the scores.
 *
 * @param size height and width of the pictures
 * @param channels of the picture and after each convolution
 * @param kernel height and width of each convolution's window
 * @param pooledAfter numbers of the convolutions, from 1, after which 2x2 maxima are taken
 * @param features number of features
 * @param classes number of classes
 */
record ClassifierConfig(
    int size,
    List<Integer> channels,
    int kernel,
    List<Integer> pooledAfter,
    int features,
    int classes) {
  private static final String ARCHITECTURE = "ConvolutionalClassifier";
  private static final int LARGEST = 1 << 16;

  static ClassifierConfig read(Path file) {
    JsonObject json = JsonObject.read(file);
    if (!json.text("architecture", "").equals(ARCHITECTURE)) {
      throw json.refusedValue("architecture", "is not supported", "Use a " + ARCHITECTURE);
    }
    ClassifierConfig config =
        new ClassifierConfig(
            json.integer("image_size", 28, 1, LARGEST),
            json.integers("channels", List.of(), 1, LARGEST),
            json.integer("kernel_size", 3, 1, LARGEST),
            json.integers("pooled_after", List.of(), 1, LARGEST),
            json.integer("features", 64, 1, LARGEST),
            json.texts("classes", List.of()).size());
    json.refuseOthers();
    if (config.channels.size() < 2 || config.kernel % 2 == 0 || config.classes < 1) {
      throw json.refused(
          "describes no classifier",
          "Give channels before and after a convolution, an odd kernel_size, and classes");
    }
    return config;
  }

  /** The network: from pictures (N, C, H, W) to features and scores side by side. */
  WrittenNetwork text() {
    NetworkText text = new NetworkText();
    String x = "images";
    int side = size;
    for (int i = 1; i < channels.size(); i++) {
      String convolved =
          text.conv("conv" + i, x, channels.get(i - 1), channels.get(i), kernel, 1, kernel / 2);
      x = text.call("relu", convolved);
      if (pooledAfter.contains(i)) {
        x = text.call("max_pool2d", x, List.of(2, 2), List.of(2, 2));
        side /= 2;
      }
    }
    int maps = channels.getLast() * side * side;
    String found =
        text.call("relu", text.linear("features", text.call("flatten", x, 1), maps, features));
    String scores = text.linear("scores", found, features, classes);
    return new WrittenNetwork(
        text.forward(List.of("images"), text.concat(found, scores)), text.weights());
  }
}

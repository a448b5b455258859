package dev.tidewheel.worker;

import ai.djl.Device;
import dev.tidewheel.engine.Devices;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.serving.ServedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A network of random weights with 10 classes that draws 16 x 16 grey pixels in no time. */
final class TinyModel {
  static final String NAME = "tiny";
  static final Path FOLDER = Path.of("src/test/resources/golden/unet/classes").toAbsolutePath();

  private TinyModel() {}

  static ServedModel load() {
    Devices.setThreads(1);
    return ServedModel.load(NAME, ModelFolder.read(FOLDER), Device.cpu());
  }

  /** A copy of its folder, to be changed by a test. */
  static Path copy(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(FOLDER.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return target;
  }

  static Path weights(Path folder) {
    return folder.resolve("unet/diffusion_pytorch_model.safetensors");
  }
}

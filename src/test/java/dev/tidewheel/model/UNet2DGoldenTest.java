package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.pipeline.ClassLabels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares networks with what diffusers computed; tools/golden_unet.py makes the files. */
class UNet2DGoldenTest {
  private static final double TOLERANCE = 1e-5;

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources/golden/unet"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithDiffusers(Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        LoadedModel model = LoadedModel.load("golden", ModelFolder.read(folder), Device.cpu())) {
      NDArray x = tensor(golden, "x", manager);
      NDArray time = tensor(golden, "time", manager);
      float[] output =
          model
              .pipeline()
              .forward(x, time, label(golden, model, manager), manager.zeros(new Shape(0)))
              .toFloatArray();

      float[] expected = tensor(golden, "output", manager).toFloatArray();

      assertThat(relativeError(output, expected, (int) x.size(0))).isLessThan(TOLERANCE);
    }
  }

  private static NDArray label(Safetensors golden, LoadedModel model, NDManager manager) {
    return switch (model.description().classes()) {
      case ClassLabels.None() -> manager.zeros(new Shape(0));
      case ClassLabels.Table _, ClassLabels.Number _ -> tensor(golden, "label", manager);
    };
  }

  private static NDArray tensor(Safetensors file, String name, NDManager manager) {
    long[] shape = file.info(name).shape().stream().mapToLong(Long::longValue).toArray();
    try (Arena memory = Arena.ofConfined()) {
      return manager
          .create(file.floats(name, memory).asByteBuffer(), new Shape(shape), DataType.FLOAT32)
          .duplicate();
    }
  }

  /** The largest difference in a picture, by its largest value; the worst of the pictures. */
  private static double relativeError(float[] found, float[] expected, int pictures) {
    assertThat(found).hasSameSizeAs(expected);
    int elements = found.length / pictures;
    double worst = 0;
    for (int first = 0; first < found.length; first += elements) {
      double error = 0;
      double size = 0;
      for (int i = first; i < first + elements; i++) {
        error = Math.max(error, Math.abs(found[i] - expected[i]));
        size = Math.max(size, Math.abs(expected[i]));
      }
      worst = Math.max(worst, error / size);
    }
    return worst;
  }
}

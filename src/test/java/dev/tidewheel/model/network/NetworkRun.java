package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.files.TensorSpec;
import dev.tidewheel.model.files.WeightFiles;
import dev.tidewheel.model.files.WeightLocation;
import dev.tidewheel.model.script.TorchScriptModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A written network with the weights of a checkpoint, on the CPU. */
final class NetworkRun implements AutoCloseable {
  /** What the weights are cast to before the network sees them. */
  enum Precision {
    FLOAT16(5),
    FLOAT32(6),
    BFLOAT16(15);

    private final int torchType;

    Precision(int torchType) {
      this.torchType = torchType;
    }
  }

  private static final int SEED = 7;

  private final NDManager manager;
  private final TorchScriptModule module;

  private NetworkRun(NDManager manager, TorchScriptModule module) {
    this.manager = manager;
    this.module = module;
  }

  /**
   * Loads a network; the folder's weights must be exactly what it needs.
   *
   * @param folder holds {@code *.safetensors}, with an index if there are several
   */
  static NetworkRun load(WrittenNetwork network, Path folder, Precision precision) {
    return load(network, network.weights(), folder, precision);
  }

  /** Loads one network of a checkpoint that holds exactly the given weights. */
  static NetworkRun load(
      WrittenNetwork network, List<TensorSpec> checkpoint, Path folder, Precision precision) {
    NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    try (WeightFiles files = WeightFiles.open(location(folder));
        TorchScriptModule cast = cast(precision)) {
      files.requireExactly(checkpoint);
      List<NDArray> weights = new ArrayList<>();
      for (TensorSpec spec : network.weights()) {
        weights.add(cast.call(files.upload(spec, manager)).singletonOrThrow());
      }
      return new NetworkRun(
          manager, TorchScriptModule.load(network.forward(), weights, Device.cpu()));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  static NetworkRun load(WrittenNetwork network, Path folder) {
    return load(network, folder, Precision.FLOAT32);
  }

  /** A network with random weights of unit gain. */
  static NetworkRun random(WrittenNetwork network) {
    NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    manager.getEngine().setRandomSeed(SEED);
    List<NDArray> weights = new ArrayList<>();
    for (TensorSpec spec : network.weights()) {
      long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
      double gain = 1 / Math.sqrt((double) spec.elements() / shape[0]);
      weights.add(manager.randomNormal(0, (float) gain, new Shape(shape), DataType.FLOAT32));
    }
    return new NetworkRun(
        manager, TorchScriptModule.load(network.forward(), weights, Device.cpu()));
  }

  /** Standard normal numbers. */
  NDArray normal(long... shape) {
    return manager.randomNormal(new Shape(shape));
  }

  /** Proves that libtorch accepts a network's text, without any weights. */
  static void compile(WrittenNetwork network) {
    TorchScriptModule.load(network.forward(), Device.cpu()).close();
  }

  /** A tensor of a golden file, as 32-bit floats. */
  NDArray tensor(Safetensors golden, String name) {
    long[] shape = golden.info(name).shape().stream().mapToLong(Long::longValue).toArray();
    try (Arena memory = Arena.ofConfined()) {
      return manager
          .create(golden.floats(name, memory).asByteBuffer(), new Shape(shape), DataType.FLOAT32)
          .duplicate();
    }
  }

  /** A tensor of a golden file that holds whole numbers as floats, as 64-bit integers. */
  NDArray integers(Safetensors golden, String name) {
    return tensor(golden, name).toType(DataType.INT64, true);
  }

  /** Calls the network. */
  NDList call(NDArray... arguments) {
    return module.call(arguments);
  }

  /** The largest difference in a row of the batch, by its largest value; the worst of the rows. */
  static double relativeError(NDArray found, NDArray expected) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    int rows = (int) expected.size(0);
    float[] left = found.toFloatArray();
    float[] right = expected.toFloatArray();
    int elements = right.length / rows;
    double worst = 0;
    for (int first = 0; first < right.length; first += elements) {
      double error = 0;
      double size = 0;
      for (int i = first; i < first + elements; i++) {
        assertThat(left[i]).isFinite();
        error = Math.max(error, Math.abs(left[i] - right[i]));
        size = Math.max(size, Math.abs(right[i]));
      }
      worst = Math.max(worst, error / size);
    }
    return worst;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }

  private static TorchScriptModule cast(Precision precision) {
    return TorchScriptModule.load(
        "def forward(self, x: Tensor) -> Tensor:\n  return torch.to(x, %d)\n"
            .formatted(precision.torchType),
        Device.cpu());
  }

  private static WeightLocation location(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().contains(".safetensors")).toList();
      return found.stream()
          .filter(file -> file.toString().endsWith(".json"))
          .findAny()
          .<WeightLocation>map(WeightLocation.Sharded::new)
          .orElseGet(() -> new WeightLocation.One(found.getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

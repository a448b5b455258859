package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.List;

/** A network of one convolution and a table of two classes, called the way that models are. */
final class ConvolutionNetwork implements Network, AutoCloseable {
  private static final String FORWARD =
      """
      def forward(self, x: Tensor, time: Tensor, label: Tensor, w: List[Tensor]) -> Tensor:
        mixed = torch.conv2d(x, w[0], w[1], [1, 1], [1, 1], [1, 1], 1)
        scaled = torch.mul(mixed, torch.reshape(time, [-1, 1, 1, 1]))
        shift = torch.reshape(torch.embedding(w[2], label), [-1, %d, 1, 1])
        return torch.add(scaled, shift)
      """;

  private final NDManager weights = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final TorchScriptModule module;

  ConvolutionNetwork(int channels) {
    NDArray kernel = weights.ones(new Shape(channels, channels, 3, 3)).mul(0.01f);
    NDArray bias = weights.zeros(new Shape(channels));
    NDArray table = weights.ones(new Shape(2, channels)).mul(0.1f);
    module =
        TorchScriptModule.load(
            FORWARD.formatted(channels), List.of(kernel, bias, table), Device.cpu());
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public NDArray forward(NDArray latents, NDArray times, NDArray labels, NDArray texts) {
    return module.call(latents, times, labels.toType(DataType.INT64, false)).singletonOrThrow();
  }

  @Override
  public void close() {
    module.close();
    weights.close();
  }
}

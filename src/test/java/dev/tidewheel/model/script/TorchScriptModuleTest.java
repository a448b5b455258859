package dev.tidewheel.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchScriptModuleTest {
  private static final String SUM =
      """
      def forward(self,
          a: Tensor,
          b: Tensor) -> Tensor:
        return torch.add(a, b)
      """;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void returnsATensor() {
    try (var module = TorchScriptModule.load(SUM, Device.cpu())) {
      NDArray sum = module.call(tensor(1, 2), tensor(10, 20)).singletonOrThrow();

      assertThat(sum.toFloatArray()).containsExactly(11, 22);
    }
  }

  @Test
  void returnsTheTensorsOfATuple() {
    String text =
        """
        def forward(self, a: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
          return (torch.add(a, b), torch.mul(a, b))
        """;
    try (var module = TorchScriptModule.load(text, Device.cpu())) {
      var results = module.call(tensor(2, 3), tensor(5, 7));

      assertThat(results.get(0).toFloatArray()).containsExactly(7, 10);
      assertThat(results.get(1).toFloatArray()).containsExactly(10, 21);
    }
  }

  @Test
  void passesTheWeightsAsTheLastArgument() {
    String text =
        """
        def forward(self, x: Tensor, w: List[Tensor]) -> Tensor:
          return torch.linear(x, w[0], w[1])
        """;
    List<NDArray> weights = List.of(tensor(3, 4).reshape(1, 2), tensor(5));
    try (var module = TorchScriptModule.load(text, weights, Device.cpu())) {
      for (int batch = 1; batch <= 3; batch++) {
        NDArray y = module.call(manager.ones(new Shape(batch, 2))).singletonOrThrow();

        assertThat(y.toFloatArray()).hasSize(batch).containsOnly(12);
      }
    }
  }

  @Test
  void changesATensorInPlaceWhereTheTextSaysSo() {
    String text =
        """
        def forward(self, slab: Tensor, rows: Tensor, x: Tensor) -> Tensor:
          return torch.index_copy_(slab, 0, rows, x)
        """;
    try (var module = TorchScriptModule.load(text, Device.cpu())) {
      NDArray slab = manager.zeros(new Shape(3, 1));
      module.call(slab, manager.create(new long[] {2}), tensor(8).reshape(1, 1));

      assertThat(slab.toFloatArray()).containsExactly(0, 0, 8);
    }
  }

  @Test
  void leavesNothingBehindWhenTheManagerOfTheArgumentsCloses() {
    try (var module = TorchScriptModule.load(SUM, Device.cpu())) {
      NDArray sum;
      try (NDManager tick = manager.newSubManager()) {
        NDArray x = tensor(1);
        x.attach(tick);
        sum = module.call(x, tensor(2)).singletonOrThrow();
        assertThat(sum.getManager()).isSameAs(tick);
      }
      assertThat(((ai.djl.pytorch.engine.PtNDArray) sum).isReleased()).isTrue();
    }
  }

  @Test
  void mayBeCalledByManyThreads() {
    try (var module = TorchScriptModule.load(SUM, Device.cpu())) {
      float[] sums = new float[64];
      IntStream.range(0, sums.length)
          .parallel()
          .forEach(i -> sums[i] = module.call(tensor(i), tensor(1)).singletonOrThrow().getFloat());

      assertThat(sums).containsExactly(floats(IntStream.rangeClosed(1, 64)));
    }
  }

  @Test
  void marksTheLineThatLibtorchDoesNotAccept() {
    String text =
        """
        def forward(self, x: Tensor) -> Tensor:
          return torch.no_such_operator(x)
        """;
    assertThatThrownBy(() -> TorchScriptModule.load(text, Device.cpu()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_operator");
  }

  private NDArray tensor(float... values) {
    return manager.create(values);
  }

  private static float[] floats(IntStream values) {
    int[] ints = values.toArray();
    float[] floats = new float[ints.length];
    for (int i = 0; i < ints.length; i++) {
      floats[i] = ints[i];
    }
    return floats;
  }
}

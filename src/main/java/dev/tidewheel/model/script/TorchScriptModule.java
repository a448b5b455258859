package dev.tidewheel.model.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A function written in TorchScript's serialised dialect, ready to be called on a device.
 *
 * <p>In that dialect operators are {@code torch.name(...)} with ATen's argument order, a dtype is a
 * number (6 is float32), and the signature is typed:
 *
 * {@snippet lang=python :
 * def forward(self,
 *     x: Tensor,
 *     w: List[Tensor]) -> Tensor:
 *   return torch.linear(x, w[0], w[1])
 * }
 *
 * <p>May be called by several threads at once. Everything a call makes belongs to the manager of
 * its first argument, and nothing outlives that.
 */
public final class TorchScriptModule implements AutoCloseable {
  private final NDManager manager;
  private final PtSymbolBlock block;
  private final List<IValue> constants;

  private TorchScriptModule(NDManager manager, PtSymbolBlock block, List<IValue> constants) {
    this.manager = manager;
    this.block = block;
    this.constants = constants;
  }

  /**
   * Loads a function that takes tensors only.
   *
   * @param forward the text, from {@code def forward(self, ...} on
   * @param device where it runs
   * @throws ai.djl.engine.EngineException if libtorch does not accept the text; its message marks
   *     the line
   */
  public static TorchScriptModule load(String forward, Device device) {
    return load(forward, device, List.of());
  }

  /**
   * Loads a function whose last argument is a {@code List[Tensor]} that never changes.
   *
   * <p>The list is handed to the native side once, so a call costs the same with two weights as
   * with a thousand.
   *
   * @param forward the text, from {@code def forward(self, ...} on
   * @param weights the list; it stays the caller's and must stay open as long as this module
   * @param device where it runs, which is where the weights are
   * @throws ai.djl.engine.EngineException if libtorch does not accept the text; its message marks
   *     the line
   */
  public static TorchScriptModule load(
      String forward, List<? extends NDArray> weights, Device device) {
    PtNDArray[] tensors = weights.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
    return load(forward, device, List.of(IValue.listFrom(tensors)));
  }

  private static TorchScriptModule load(String forward, Device device, List<IValue> constants) {
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      return new TorchScriptModule(manager, loadBlock(manager, forward), constants);
    } catch (RuntimeException e) {
      constants.forEach(IValue::close);
      manager.close();
      throw e;
    }
  }

  /**
   * Calls the function.
   *
   * @param arguments one or more tensors, on this module's device, in the order of the signature
   * @return the tensor, or the tensors of the tuple, that it returns
   * @throws ai.djl.engine.EngineException if an operator fails; out of memory comes this way too
   */
  public NDList call(NDArray... arguments) {
    var results = (PtNDManager) arguments[0].getManager();
    // The executor would otherwise compile anew for each batch size it meets; libtorch keeps this
    // per thread.
    JniUtils.setGraphExecutorOptimize(false);
    IValue[] values = new IValue[arguments.length + constants.size()];
    for (int i = 0; i < arguments.length; i++) {
      values[i] = IValue.from((PtNDArray) arguments[i]);
    }
    for (int i = 0; i < constants.size(); i++) {
      values[arguments.length + i] = constants.get(i);
    }
    try (IValue result = IValueUtils.forward(block, values)) {
      return tensors(result, results);
    } finally {
      for (int i = 0; i < arguments.length; i++) {
        values[i].close();
      }
    }
  }

  /** Releases the native module; the weights stay the caller's. */
  @Override
  public void close() {
    constants.forEach(IValue::close);
    block.close();
    manager.close();
  }

  private static PtSymbolBlock loadBlock(NDManager manager, String forward) {
    try {
      return JniUtils.loadModule(
          (PtNDManager) manager,
          new ByteArrayInputStream(TorchScriptArchive.of(forward)),
          /* mapLocation= */ true,
          /* hasSize= */ false);
    } catch (IOException e) {
      throw new UncheckedIOException("a read from memory failed", e);
    }
  }

  private static NDList tensors(IValue value, PtNDManager owner) {
    if (!value.isTuple()) {
      return new NDList(value.toTensor(owner));
    }
    List<NDArray> tensors = new ArrayList<>();
    for (IValue element : value.toIValueTuple()) {
      try (element) {
        tensors.add(element.toTensor(owner));
      }
    }
    return new NDList(tensors);
  }
}

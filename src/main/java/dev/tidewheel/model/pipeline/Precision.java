package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import dev.tidewheel.model.script.TorchScriptModule;

/** The type of number in which networks compute; whatever stands outside of them is float32. */
public enum Precision {
  /** 32 bits. */
  FLOAT32(6),
  /** 16 bits, of which 5 for the exponent. */
  FLOAT16(5),
  /** 16 bits, of which 8 for the exponent. */
  BFLOAT16(15);

  /** TorchScript's number for the type. */
  private final int type;

  Precision(int type) {
    this.type = type;
  }

  /** Whether it holds less than what comes from the files. */
  boolean narrows() {
    return this != FLOAT32;
  }

  /** A function from float32 to this type. DJL knows no bfloat16, so libtorch makes it. */
  TorchScriptModule converter(Device device) {
    return TorchScriptModule.load(
        "def forward(self, x: Tensor) -> Tensor:\n  return torch.to(x, %d)\n".formatted(type),
        device);
  }
}

package dev.tidewheel.model.pipeline;

import ai.djl.Device;
import dev.tidewheel.model.files.TensorType;
import dev.tidewheel.model.script.TorchScriptModule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

  /** Which precision to compute in: one for all, or what suits device and weights. */
  public sealed interface Choice {
    /** float32 on a CPU; on a GPU the type of the stored weights. */
    record Auto() implements Choice {}

    /** The same for all. */
    record Fixed(Precision precision) implements Choice {}

    /** The choice of a name: {@code auto}, or a precision in lower case. */
    static Optional<Choice> named(String name) {
      if (name.equals("auto")) {
        return Optional.of(new Auto());
      }
      return Arrays.stream(Precision.values())
          .filter(precision -> precision.name().toLowerCase(Locale.ROOT).equals(name))
          .<Choice>map(Fixed::new)
          .findFirst();
    }

    /** What it means for a network on a device. */
    default Precision of(Part part, Device device) {
      return switch (this) {
        case Auto() -> device.isGpu() ? stored(part.stored()) : FLOAT32;
        case Fixed(Precision precision) -> precision;
      };
    }
  }

  /** For autoencoders: what they sum overflows 16 bits with 5 of exponent in many models. */
  Precision forPictures() {
    return this == FLOAT16 ? FLOAT32 : this;
  }

  private static Precision stored(TensorType type) {
    return switch (type) {
      case F16 -> FLOAT16;
      case BF16 -> BFLOAT16;
      default -> FLOAT32;
    };
  }

  /** Bytes of a number. */
  public int bytes() {
    return this == FLOAT32 ? Float.BYTES : Short.BYTES;
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

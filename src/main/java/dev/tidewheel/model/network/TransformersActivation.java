package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An activation by its name in the files of the transformers library. */
public enum TransformersActivation {
  /** A gate of the value itself: {@code x * sigmoid(1.702 x)}. */
  QUICK_GELU("quick_gelu"),
  /** By the normal distribution. */
  GELU("gelu"),
  /** With the tanh approximation of the normal distribution. */
  TANH_GELU("gelu_new", "gelu_pytorch_tanh"),
  /** {@code x * sigmoid(x)}. */
  SILU("silu", "swish"),
  /** {@code max(x, 0)}. */
  RELU("relu");

  private final List<String> names;

  TransformersActivation(String... names) {
    this.names = List.of(names);
  }

  /**
   * Finds an activation.
   *
   * @param json where it is named, for the refusal
   * @param key the key that names it
   * @param name its name
   * @throws dev.tidewheel.model.files.ModelException if there is none of that name
   */
  static TransformersActivation named(JsonObject json, String key, String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                json.refusedValue(
                    key,
                    "names an activation that is not supported",
                    "Supported are "
                        + Arrays.stream(values())
                            .flatMap(activation -> activation.names.stream())
                            .collect(Collectors.joining(", "))));
  }

  /** Applies it to a value. */
  String of(NetworkText text, String x) {
    return switch (this) {
      case QUICK_GELU -> text.call("mul", x, text.call("sigmoid", text.call("mul", x, 1.702)));
      case GELU -> text.call("gelu", x);
      case TANH_GELU -> text.call("gelu", x, "approximate=\"tanh\"");
      case SILU -> text.call("silu", x);
      case RELU -> text.call("relu", x);
    };
  }
}

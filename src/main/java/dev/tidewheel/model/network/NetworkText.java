package dev.tidewheel.model.network;

import dev.tidewheel.model.files.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The vocabulary in which a network is written as TorchScript text.
 *
 * <p>Each word appends a statement and answers the name of its value; a value is a name such as
 * {@code _12}. A layer with weights takes its name in the weight file first, and the weights it
 * needs are noted with their shapes.
 */
public final class NetworkText {
  /** TorchScript's number for 16-bit floats. */
  private static final int FLOAT16 = 5;

  /** TorchScript's number for 32-bit floats. */
  private static final int FLOAT32 = 6;

  private final StringBuilder statements = new StringBuilder();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<TensorSpec> weights = new ArrayList<>();
  private int values;

  /** The weights that the statements so far use, in the order of the list {@code w}. */
  public List<TensorSpec> weights() {
    return List.copyOf(weights);
  }

  /**
   * The whole function.
   *
   * @param arguments names of its tensor arguments
   * @param result the value that it returns
   */
  public String forward(List<String> arguments, String result) {
    return forward(arguments, "Tensor", result);
  }

  /**
   * A whole function that returns a tuple.
   *
   * @param arguments names of its tensor arguments
   * @param results the values that it returns
   */
  public String forward(List<String> arguments, List<String> results) {
    String type = results.stream().map(result -> "Tensor").collect(Collectors.joining(", "));
    return forward(arguments, "Tuple[" + type + "]", "(" + String.join(", ", results) + ")");
  }

  private String forward(List<String> arguments, String type, String result) {
    String tensors =
        arguments.stream().map(name -> name + ": Tensor, ").collect(Collectors.joining());
    return "def forward(self, %sw: List[Tensor]) -> %s:\n".formatted(tensors, type)
        + statements
        + "  return "
        + result
        + "\n";
  }

  /** Calls an operator by its name in ATen; strings are values or expressions. */
  public String call(String operator, Object... arguments) {
    return let(
        "torch."
            + operator
            + Arrays.stream(arguments)
                .map(NetworkText::literal)
                .collect(Collectors.joining(", ", "(", ")")));
  }

  /** The element of a list value. */
  public String element(String list, int index) {
    return let(list + "[" + index + "]");
  }

  /** A weight as an expression. */
  public String weight(String name, long... shape) {
    int place =
        places.computeIfAbsent(
            name,
            key -> {
              weights.add(new TensorSpec(key, Arrays.stream(shape).boxed().toList()));
              return weights.size() - 1;
            });
    return "w[" + place + "]";
  }

  public String linear(String name, String x, int in, int out) {
    return call("linear", x, weight(name + ".weight", out, in), weight(name + ".bias", out));
  }

  public String linearWithoutBias(String name, String x, int in, int out) {
    return call("linear", x, weight(name + ".weight", out, in));
  }

  /** A convolution with a square kernel. */
  public String conv(String name, String x, int in, int out, int kernel, int stride, int padding) {
    return call(
        "conv2d",
        x,
        weight(name + ".weight", out, in, kernel, kernel),
        weight(name + ".bias", out),
        List.of(stride, stride),
        List.of(padding, padding));
  }

  public String groupNorm(String name, String x, int channels, int groups, double eps) {
    return call(
        "group_norm",
        x,
        groups,
        weight(name + ".weight", channels),
        weight(name + ".bias", channels),
        eps);
  }

  /** Normalises the last axis to mean 0 and variance 1, then scales and shifts it by weights. */
  public String layerNorm(String name, String x, int size, double eps) {
    return call(
        "layer_norm",
        x,
        List.of(size),
        weight(name + ".weight", size),
        weight(name + ".bias", size),
        eps);
  }

  public String embedding(String name, String indices, int count, int size) {
    return call("embedding", weight(name + ".weight", count, size), indices);
  }

  /**
   * Softmax attention over the middle axis.
   *
   * @param query (batch, places, heads x size), like key and value
   * @param options what ATen's function takes after the values: mask, dropout, whether causal
   * @return the same shape
   */
  public String attention(
      String query, String key, String value, int heads, int size, Object... options) {
    var arguments = new ArrayList<Object>();
    for (String x : List.of(query, key, value)) {
      arguments.add(heads(x, heads, size));
    }
    arguments.addAll(List.of(options));
    String attended = call("scaled_dot_product_attention", arguments.toArray());
    return call("flatten", call("transpose", attended, 1, 2), 2);
  }

  private String heads(String x, int heads, int size) {
    return call("transpose", call("unflatten", x, -1, List.of(heads, size)), 1, 2);
  }

  /** Doubles height and width by repetition. */
  public String upsample(String x) {
    return call("upsample_nearest2d", x, "None", List.of(2.0, 2.0));
  }

  /** Halves height and width by means of four. */
  public String averagePool(String x) {
    return call("avg_pool2d", x, List.of(2, 2), List.of(2, 2));
  }

  /** Joins two values along the channels. */
  public String concat(String first, String second) {
    return call("cat", List.of(first, second), 1);
  }

  /** The 32-bit floats {@code 0..count-1}, on the device of a value. */
  public String range(int count, String value) {
    return let(
        "torch.arange(%d, dtype=%d, device=ops.prim.device(%s))".formatted(count, FLOAT32, value));
  }

  /** Normalises the last axis to mean 0 and variance 1, with no weights. */
  public String layerNorm(String x, int size, double eps) {
    return call("layer_norm", x, List.of(size), "None", "None", eps);
  }

  /** Scales the last axis to a mean square of 1, computed in 32 bits, then by weights. */
  public String rmsNorm(String name, String x, int size, double eps) {
    return call("rms_norm", x, List.of(size), weight(name + ".weight", size), eps);
  }

  /** Casts a value to the type of the weights, in which a network computes. */
  public String typed(String x) {
    return call("type_as", x, "w[0]");
  }

  /** Casts a value to 32-bit floats. */
  public String single(String x) {
    return call("to", x, FLOAT32);
  }

  /** Bounds 16-bit floats to what is finite; other types are left as they are. */
  public String finite(String x) {
    return let(
        "torch.clamp(%s, -65504, 65504) if torch.eq(ops.prim.dtype(%s), %d) else %s"
            .formatted(x, x, FLOAT16, x));
  }

  /** Casts 16-bit floats to 32 bits; other types are left as they are. */
  public String widened(String x) {
    return let(
        "torch.to(%s, %d) if torch.eq(ops.prim.dtype(%s), %d) else %s"
            .formatted(x, FLOAT32, x, FLOAT16, x));
  }

  private String let(String expression) {
    String value = "_" + values++;
    statements.append("  ").append(value).append(" = ").append(expression).append('\n');
    return value;
  }

  private static String literal(Object argument) {
    return switch (argument) {
      case Double number -> Double.toString(number).toLowerCase(Locale.ROOT);
      case List<?> list ->
          list.stream().map(NetworkText::literal).collect(Collectors.joining(", ", "[", "]"));
      default -> argument.toString();
    };
  }
}

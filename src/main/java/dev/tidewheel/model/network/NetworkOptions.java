package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the options that convolutional networks share.
 *
 * @param json the configuration
 */
record NetworkOptions(JsonObject json) {
  /** Both are far beyond any network of this kind; they bound what a hostile file can ask for. */
  static final int MOST_CHANNELS = 1 << 16;

  private static final int MOST_LEVELS = 12;

  /** Channels of each level. */
  List<Integer> widths(List<Integer> standard) {
    String key = "block_out_channels";
    List<Integer> widths = json.integers(key, standard, 1, MOST_CHANNELS);
    if (widths.isEmpty() || widths.size() > MOST_LEVELS) {
      throw json.refusedValue(key, "has not 1 to " + MOST_LEVELS + " levels", "Correct it");
    }
    return widths;
  }

  /** Height and width, which an option gives as one number or two. */
  List<Integer> size() {
    List<Integer> size =
        json.isList("sample_size")
            ? json.integers("sample_size", List.of(), 1, MOST_CHANNELS)
            : json.optionalInteger("sample_size", 1, MOST_CHANNELS).stream().boxed().toList();
    if (size.isEmpty() || size.size() > 2) {
      throw json.refusedValue(
          "sample_size", "gives no size", "Set it to the size, or [height, width], of a picture");
    }
    return List.of(size.getFirst(), size.getLast());
  }

  /** ATen's name of the activation. */
  String activation(String key, String standard) {
    return named(key, json.text(key, standard));
  }

  /** ATen's name of an activation that need not be there. */
  Optional<String> optionalActivation(String key) {
    return json.optionalText(key).map(name -> named(key, name));
  }

  private String named(String key, String name) {
    List<String> names = List.of("silu", "swish", "mish", "gelu", "relu");
    String lower = name.toLowerCase(Locale.ROOT);
    if (!names.contains(lower)) {
      throw json.refusedValue(key, "is not supported", "Supported are " + String.join(", ", names));
    }
    return lower.equals("swish") ? "silu" : lower;
  }

  /** What is added to a variance. */
  double eps(double standard) {
    double eps = json.number("norm_eps", standard);
    if (eps < 0) {
      throw json.refusedValue("norm_eps", "is below 0", "Correct it");
    }
    return eps;
  }

  /** A number that something is divided by. */
  double divisor(String key) {
    double divisor = json.number(key, 1);
    if (divisor == 0) {
      throw json.refusedValue(key, "divides by zero", "Correct it");
    }
    return divisor;
  }

  String choice(String key, String standard, List<String> supported) {
    String value = json.text(key, standard);
    if (!supported.contains(value)) {
      throw json.refusedValue(
          key, "is not supported", "Supported: " + String.join(", ", supported));
    }
    return value;
  }

  /** One of some strings, the first where the value is null. */
  String optionalChoice(String key, List<String> supported) {
    return json.isNull(key) ? supported.getFirst() : choice(key, supported.getFirst(), supported);
  }

  /** Refuses an option that would change the network, unless it is null or false. */
  void refuseSet(String key, String cure) {
    if (!json.isUnset(key)) {
      throw json.refusedValue(key, "is not supported", cure);
    }
  }

  /** Takes for understood what training leaves in a file that saved averaged weights. */
  void ignoreAveraging() {
    List.of(
            "decay",
            "min_decay",
            "optimization_step",
            "update_after_step",
            "use_ema_warmup",
            "inv_gamma",
            "power")
        .forEach(json::ignore);
  }

  /** Refuses weights that were packed into fewer bits. */
  void refuseQuantised() {
    refuseSet("quantization_config", "Use the model's weights in 16 or 32 bits");
  }

  /** A whole number for each level, which an option gives as one for all or as a list. */
  List<Integer> forLevels(String key, int standard, int least, int most, int levels) {
    return json.isList(key)
        ? eachLevel(key, json.integers(key, List.of(), least, most), levels)
        : Collections.nCopies(levels, json.integer(key, standard, least, most));
  }

  /** One entry for each level. */
  <T> List<T> eachLevel(String key, List<T> entries, int levels) {
    if (entries.size() != levels) {
      throw json.refusedValue(
          key, "has another length than block_out_channels", "Correct one of them");
    }
    return List.copyOf(entries);
  }
}

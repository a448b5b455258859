package dev.tidewheel.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Text to single values, by type. */
final class Scalars {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, text -> number(text, Integer::valueOf, "a whole number")),
          Map.entry(long.class, text -> number(text, Long::valueOf, "a whole number")),
          Map.entry(double.class, text -> finite(number(text, Double::valueOf, "a number"))),
          Map.entry(boolean.class, Scalars::truth),
          Map.entry(Path.class, Scalars::path),
          Map.entry(Duration.class, Durations::parse),
          Map.entry(ByteSize.class, ByteSize::parse));

  private Scalars() {}

  static boolean isScalar(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not one, with a message for the user
   */
  static Object parse(Class<?> type, String text) {
    if (type.isEnum()) {
      return constant(type, text);
    }
    return Optional.ofNullable(PARSERS.get(type))
        .orElseThrow(() -> new IllegalStateException("no parser for settings of " + type))
        .apply(text);
  }

  private static <N> N number(String text, Function<String, N> parser, String meaning) {
    try {
      return parser.apply(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must be " + meaning + ", not '" + text + "'");
    }
  }

  private static Double finite(Double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("must be a finite number, not " + number);
    }
    return number;
  }

  private static Boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
    };
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must be a path, not empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path: " + e.getReason());
    }
  }

  private static Object constant(Class<?> type, String text) {
    var names = Arrays.stream(type.getEnumConstants()).map(Scalars::nameOf).toList();
    int index = names.indexOf(text.strip().toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new IllegalArgumentException(
          "must be one of "
              + String.join(", ", names)
              + ", not '"
              + text
              + "'"
              + Spelling.didYouMean(text, names));
    }
    return type.getEnumConstants()[index];
  }

  private static String nameOf(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

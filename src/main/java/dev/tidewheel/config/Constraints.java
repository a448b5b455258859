package dev.tidewheel.config;

import java.lang.reflect.AnnotatedType;
import java.util.Optional;

/** Checks a value against the annotations of its declared type. */
final class Constraints {
  private Constraints() {}

  /** What is wrong with a value, if anything. */
  static Optional<String> complaint(AnnotatedType type, Object value, String text) {
    Matches matches = type.getAnnotation(Matches.class);
    if (matches != null && !text.matches(matches.value())) {
      return Optional.of("must be " + matches.means() + ", not '" + text + "'");
    }
    Range range = type.getAnnotation(Range.class);
    return range == null || isWithin(range, Setting.classOf(type), value)
        ? Optional.empty()
        : Optional.of("must be " + inWords(range) + ", not " + text);
  }

  private static boolean isWithin(Range range, Class<?> type, Object value) {
    return compare(type, value, range.min()) >= 0
        && (range.max().isEmpty() || compare(type, value, range.max()) <= 0);
  }

  @SuppressWarnings("unchecked") // every type with a range is comparable to itself
  private static int compare(Class<?> type, Object value, String bound) {
    return ((Comparable<Object>) value).compareTo(Scalars.parse(type, bound));
  }

  private static String inWords(Range range) {
    return range.max().isEmpty()
        ? range.min() + " or more"
        : "between " + range.min() + " and " + range.max();
  }
}

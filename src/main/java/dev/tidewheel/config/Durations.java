package dev.tidewheel.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {
  private static final Pattern PARTS = Pattern.compile("(\\d{1,9}(ms|s|m|h|d)\\s*)+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 250ms}, {@code 10s}, {@code 1m30s}, {@code 2h}, {@code 1d}, or ISO 8601 such as
   * {@code PT10S}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (trimmed.toUpperCase(Locale.ROOT).startsWith("P")) {
      return iso(trimmed);
    }
    if (!PARTS.matcher(trimmed).matches()) {
      throw malformed(text);
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(trimmed);
    while (part.find()) {
      sum = sum.plus(part(Long.parseLong(part.group(1)), part.group(2)));
    }
    return sum;
  }

  private static Duration iso(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // refused below, as is a negative one
    }
    throw malformed(text);
  }

  private static Duration part(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "must be a duration such as 250ms, 10s or 1m30s, not '" + text + "'");
  }
}

package dev.tidewheel.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written like {@code 512KiB}.
 *
 * @param bytes the number, 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(B|KiB|MiB|GiB)?");
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");
  private static final int BITS_PER_UNIT = 10;

  /** Refuses a negative number. */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is 0 or more bytes, not " + bytes);
    }
  }

  /**
   * Reads {@code 100}, {@code 100B}, {@code 512KiB}, {@code 4MiB} or {@code 1GiB}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a size such as 512KiB or 4MiB, not '" + text + "'");
    }
    int unit = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2));
    long factor = 1L << BITS_PER_UNIT * unit;
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE / factor) {
      throw new IllegalArgumentException("is more than a size can be: '" + text + "'");
    }
    return new ByteSize(number * factor);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size in the largest unit that divides it. */
  @Override
  public String toString() {
    int unit = 0;
    long number = bytes;
    while (number > 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    return number + UNITS.get(unit);
  }
}

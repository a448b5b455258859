package dev.tidewheel.serving;

import dev.tidewheel.model.pipeline.Precision;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Says in words how much memory weights take. */
public final class Footprint {
  private static final double MEGABYTE = 1e6;

  private Footprint() {}

  /** Such as {@code 83.7 MB of weights in float32, 1234.5 MB of weights in bfloat16}. */
  public static String of(SortedMap<Precision, Long> bytes) {
    return bytes.entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "%.1f MB of weights in %s",
                    entry.getValue() / MEGABYTE,
                    entry.getKey().name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(", "));
  }
}

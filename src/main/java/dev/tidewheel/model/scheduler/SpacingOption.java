package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.sampling.schedule.Spacing;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which of the options {@code use_..._sigmas} is set. */
final class SpacingOption {
  private SpacingOption() {}

  static Spacing read(JsonObject json) {
    List<Spacing> asked =
        Stream.of(Spacing.KARRAS, Spacing.EXPONENTIAL, Spacing.BETA)
            .filter(spacing -> json.optionalFlag(key(spacing)))
            .toList();
    if (asked.size() > 1) {
      throw json.refused(
          "%s and %s exclude each other".formatted(key(asked.get(0)), key(asked.get(1))),
          "Set one to false");
    }
    return asked.isEmpty() ? Spacing.EVEN : asked.getFirst();
  }

  private static String key(Spacing spacing) {
    return "use_" + spacing.name().toLowerCase(Locale.ROOT) + "_sigmas";
  }
}

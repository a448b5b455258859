package dev.tidewheel.sampling.schedule;

import dev.tidewheel.sampling.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * The schedules, by name: {@code linear}, {@code shifted:2.5}, {@code karras}; {@code leading},
 * {@code trailing} and {@code linspace} for training times; and {@code model} for what the model's
 * own files say.
 */
public final class Schedules {
  private static final String SHIFTED = "shifted";
  private static final double USUAL_SHIFT = 3;

  private Schedules() {}

  /**
   * The schedule of a name.
   *
   * @param model the schedule that {@code model} stands for
   */
  public static Optional<Schedule> named(String name, Schedule model) {
    if (name.startsWith(SHIFTED + ":")) {
      return shifted(name.substring(SHIFTED.length() + 1));
    }
    return switch (name) {
      case "linear" -> Optional.of(new ShiftedSchedule(1));
      case SHIFTED -> Optional.of(new ShiftedSchedule(USUAL_SHIFT));
      case "karras" -> Optional.of(KarrasSchedule.standard());
      case "leading" -> Optional.of(TrainingSchedule.of(TimestepSpacing.LEADING));
      case "trailing" -> Optional.of(TrainingSchedule.of(TimestepSpacing.TRAILING));
      case "linspace" -> Optional.of(TrainingSchedule.of(TimestepSpacing.LINSPACE));
      case "model" -> Optional.of(model);
      default -> Optional.empty();
    };
  }

  /** All names, for messages. */
  public static List<String> names() {
    return List.of(
        "linear", "shifted", "shifted:SHIFT", "karras", "leading", "trailing", "linspace", "model");
  }

  private static Optional<Schedule> shifted(String shift) {
    try {
      double value = Double.parseDouble(shift);
      return value > 0 && value < Double.POSITIVE_INFINITY
          ? Optional.of(new ShiftedSchedule(value))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

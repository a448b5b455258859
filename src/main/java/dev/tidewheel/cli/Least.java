package dev.tidewheel.cli;

import java.util.List;

/** Options that are numbers and must not be too small. */
final class Least {
  private Least() {}

  /** Adds a problem where a value is below the least there can be. */
  static void of(int least, String option, int value, List<String> problems) {
    if (value < least) {
      problems.add("%s is %d; give %d or more".formatted(option, value, least));
    }
  }
}

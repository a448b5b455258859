package dev.tidewheel.cli;

import java.util.Map;

/** The options that set the fields of a request. */
final class OptionNames {
  private static final Map<String, String> BY_FIELD =
      Map.ofEntries(
          Map.entry("model", "--model"),
          Map.entry("prompt", "--prompt"),
          Map.entry("prompt2", "--prompt-2"),
          Map.entry("prompt3", "--prompt-3"),
          Map.entry("clipSkip", "--clip-skip"),
          Map.entry("maxSequenceLength", "--max-sequence-length"),
          Map.entry("initImage", "--init-image"),
          Map.entry("strength", "--strength"),
          Map.entry("trueGuidance", "--true-guidance"),
          Map.entry("guidanceLeastNoise", "--guidance-least-noise"),
          Map.entry("guidanceMostNoise", "--guidance-most-noise"),
          Map.entry("guidanceRescale", "--guidance-rescale"),
          Map.entry("eta", "--eta"),
          Map.entry("negativePrompt", "--negative-prompt"),
          Map.entry("classLabel", "--class"),
          Map.entry("count", "--count"),
          Map.entry("seed", "--seed"),
          Map.entry("width", "--width"),
          Map.entry("height", "--height"),
          Map.entry("guidance", "--guidance"),
          Map.entry("solver", "--solver"),
          Map.entry("schedule", "--schedule"),
          Map.entry("steps", "--steps"),
          Map.entry("steps.count", "--steps"),
          Map.entry("steps.tolerance", "--tolerance"),
          Map.entry("steps.minimum", "--min-steps"),
          Map.entry("steps.maximum", "--max-steps"),
          Map.entry("deadline", "--deadline"));

  private OptionNames() {}

  /** What is said of a field, which stands before a colon, as said of its option. */
  static String inTermsOfOptions(String said) {
    int end = said.indexOf(": ");
    return end < 0 ? said : of(said.substring(0, end)) + said.substring(end);
  }

  /**
   * The option of a field, or the field itself where none sets it.
   *
   * @param field as the schema names it
   */
  static String of(String field) {
    return BY_FIELD.getOrDefault(field, field);
  }
}

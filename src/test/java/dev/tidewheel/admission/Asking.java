package dev.tidewheel.admission;

import dev.tidewheel.sampling.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes what is asked, part by part; what is not set is not asked. */
final class Asking {
  private @Nullable String prompt;
  private @Nullable String prompt2;
  private @Nullable String prompt3;
  private @Nullable String negativePrompt;
  private @Nullable Integer clipSkip;
  private @Nullable Integer maxSequenceLength;
  private Ask.@Nullable Source source;
  private @Nullable Double strength;
  private @Nullable Double trueGuidance;
  private Ask.GuidanceUse guiding = Ask.GuidanceUse.USUAL;
  private @Nullable Double eta;
  private @Nullable Integer classLabel;
  private int count = 1;
  private long seed;
  private @Nullable Integer width;
  private @Nullable Integer height;
  private @Nullable Double guidance;
  private @Nullable String solver;
  private @Nullable String schedule;
  private @Nullable Steps steps;

  Asking prompt(String value) {
    prompt = value;
    return this;
  }

  Asking negativePrompt(String value) {
    negativePrompt = value;
    return this;
  }

  Asking prompt2(String value) {
    prompt2 = value;
    return this;
  }

  Asking prompt3(String value) {
    prompt3 = value;
    return this;
  }

  Asking clipSkip(int value) {
    clipSkip = value;
    return this;
  }

  Asking maxSequenceLength(int value) {
    maxSequenceLength = value;
    return this;
  }

  Asking source(int wide, int high) {
    source = new Ask.Source(wide, high);
    return this;
  }

  Asking strength(double value) {
    strength = value;
    return this;
  }

  Asking trueGuidance(double value) {
    trueGuidance = value;
    return this;
  }

  Asking guiding(double leastNoise, double mostNoise, double rescale) {
    guiding =
        new Ask.GuidanceUse(Optional.of(leastNoise), Optional.of(mostNoise), Optional.of(rescale));
    return this;
  }

  Asking eta(double value) {
    eta = value;
    return this;
  }

  Asking classLabel(int value) {
    classLabel = value;
    return this;
  }

  Asking count(int value) {
    count = value;
    return this;
  }

  Asking seed(long value) {
    seed = value;
    return this;
  }

  Asking size(int wide, int high) {
    width = wide;
    height = high;
    return this;
  }

  Asking width(int value) {
    width = value;
    return this;
  }

  Asking height(int value) {
    height = value;
    return this;
  }

  Asking guidance(double value) {
    guidance = value;
    return this;
  }

  Asking solver(String value) {
    solver = value;
    return this;
  }

  Asking schedule(String value) {
    schedule = value;
    return this;
  }

  Asking steps(int value) {
    steps = new Steps.Fixed(value);
    return this;
  }

  Asking adaptive(double tolerance, int minimum, int maximum) {
    steps = new Steps.Adaptive(tolerance, minimum, maximum);
    return this;
  }

  Ask ask() {
    return new Ask(
        new Ask.Wording(
            Optional.ofNullable(prompt),
            Optional.ofNullable(prompt2),
            Optional.ofNullable(prompt3),
            Optional.ofNullable(negativePrompt),
            Optional.ofNullable(clipSkip),
            Optional.ofNullable(maxSequenceLength)),
        Optional.ofNullable(classLabel),
        count,
        seed,
        Optional.ofNullable(width),
        Optional.ofNullable(height),
        Optional.ofNullable(source),
        Optional.ofNullable(strength),
        Optional.ofNullable(guidance),
        Optional.ofNullable(trueGuidance),
        guiding,
        Optional.ofNullable(solver),
        Optional.ofNullable(schedule),
        Optional.ofNullable(steps),
        Optional.ofNullable(eta));
  }
}

package dev.tidewheel.admission;

import dev.tidewheel.sampling.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes what is asked, part by part; what is not set is not asked. */
final class Asking {
  private @Nullable String prompt;
  private @Nullable String negativePrompt;
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
        Optional.ofNullable(prompt),
        Optional.ofNullable(negativePrompt),
        Optional.ofNullable(classLabel),
        count,
        seed,
        Optional.ofNullable(width),
        Optional.ofNullable(height),
        Optional.ofNullable(guidance),
        Optional.ofNullable(solver),
        Optional.ofNullable(schedule),
        Optional.ofNullable(steps));
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.sampling.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how pictures are drawn: the same for every command that asks for some. */
final class SamplingOptions {
  @Option(names = "--prompt", paramLabel = "TEXT", description = "What the pictures show.")
  private @Nullable String prompt;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What they must not show.")
  private @Nullable String negativePrompt;

  @Option(names = "--class", paramLabel = "N", description = "Class to draw, from 0.")
  private @Nullable Integer classLabel;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of pictures; picture i has seed + i.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the first picture's noise (default: ${DEFAULT-VALUE}).")
  private long seed;

  @ArgGroup(exclusive = true)
  private @Nullable StepOptions steps;

  @Option(
      names = "--guidance",
      paramLabel = "X",
      description = "Guidance scale; 1 switches guidance off.")
  private @Nullable Double guidance;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "euler, heun, ab2, bosh3, ddim:0.5 and others, or model for the folder's own.")
  private @Nullable String solver;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "linear, shifted:2.5, trailing and others, or model for the folder's own.")
  private @Nullable String schedule;

  @Option(names = "--width", paramLabel = "N", description = "In pixels.")
  private @Nullable Integer width;

  @Option(names = "--height", paramLabel = "N", description = "In pixels.")
  private @Nullable Integer height;

  /** A number of steps, or a tolerance. */
  static final class StepOptions {
    @Option(names = "--steps", paramLabel = "N", required = true, description = "Solver steps.")
    private @Nullable Integer count;

    @ArgGroup(exclusive = false)
    private @Nullable AdaptiveOptions adaptive;
  }

  /** Steps that adapt. */
  static final class AdaptiveOptions {
    @Option(
        names = "--tolerance",
        paramLabel = "X",
        required = true,
        description = "Adaptive steps: error allowed at the end, usually 0.01 to 0.1.")
    private double tolerance;

    @Option(
        names = "--min-steps",
        paramLabel = "N",
        defaultValue = "3",
        description = "Fewest evaluations (default: ${DEFAULT-VALUE}).")
    private int minimum;

    @Option(
        names = "--max-steps",
        paramLabel = "N",
        defaultValue = "50",
        description = "Most evaluations (default: ${DEFAULT-VALUE}).")
    private int maximum;
  }

  /** What the options ask for. */
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
        steps());
  }

  private Optional<Steps> steps() {
    if (steps == null) {
      return Optional.empty();
    }
    AdaptiveOptions adaptive = steps.adaptive;
    if (adaptive != null) {
      return Optional.of(
          new Steps.Adaptive(adaptive.tolerance, adaptive.minimum, adaptive.maximum));
    }
    return Optional.ofNullable(steps.count).map(Steps.Fixed::new);
  }
}

package dev.tidewheel.cli;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.sampling.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how pictures are drawn: the same for every command that asks for some. */
final class SamplingOptions {
  @Option(names = "--prompt", paramLabel = "TEXT", description = "What the pictures show.")
  private @Nullable String prompt;

  @Option(
      names = "--prompt-2",
      paramLabel = "TEXT",
      description = "The same for the second text encoder, where it can have its own.")
  private @Nullable String prompt2;

  @Option(
      names = "--prompt-3",
      paramLabel = "TEXT",
      description = "The same for the third text encoder.")
  private @Nullable String prompt3;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What they must not show.")
  private @Nullable String negativePrompt;

  @Option(
      names = "--clip-skip",
      paramLabel = "N",
      description = "Last layers of the CLIP text encoders to leave out.")
  private @Nullable Integer clipSkip;

  @Option(
      names = "--max-sequence-length",
      paramLabel = "N",
      description = "Tokens that the T5 text encoder reads.")
  private @Nullable Integer maxSequenceLength;

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
      description = "Guidance scale; 1 switches classifier-free guidance off.")
  private @Nullable Double guidance;

  @Option(
      names = "--true-guidance",
      paramLabel = "X",
      description =
          "Classifier-free guidance of models that are told --guidance (FLUX); above 1 and with"
              + " --negative-prompt.")
  private @Nullable Double trueGuidance;

  @Option(
      names = "--guidance-least-noise",
      paramLabel = "X",
      description =
          "Guide only where the share of the noise, which falls from 1 to 0, is not below this.")
  private @Nullable Double guidanceLeastNoise;

  @Option(
      names = "--guidance-most-noise",
      paramLabel = "X",
      description = "Guide only where it is not above this.")
  private @Nullable Double guidanceMostNoise;

  @Option(
      names = "--guidance-rescale",
      paramLabel = "X",
      description =
          "How far the guided output gets the standard deviation of the unguided one, 0 to 1:"
              + " against pictures with too much contrast.")
  private @Nullable Double guidanceRescale;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "euler, heun, ab2, bosh3, ddim:0.5 and others, or model for the folder's own.")
  private @Nullable String solver;

  @Option(
      names = "--eta",
      paramLabel = "X",
      description = "Share of the noise that solver ddim draws anew, 0 to 1.")
  private @Nullable Double eta;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "linear, shifted:2.5, karras, trailing and others, or model for the folder's own.")
  private @Nullable String schedule;

  @Option(names = "--width", paramLabel = "N", description = "In pixels.")
  private @Nullable Integer width;

  @Option(names = "--height", paramLabel = "N", description = "In pixels.")
  private @Nullable Integer height;

  @Option(
      names = "--init-image",
      paramLabel = "FILE",
      description =
          "A PNG or JPEG to begin with instead of noise, turned upright as its EXIF says.")
  private @Nullable Path initImage;

  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "How much of --init-image is drawn anew, above 0 and up to 1.")
  private @Nullable Double strength;

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

  /**
   * The picture to begin with.
   *
   * @throws IOException where it cannot be read, or is no picture; says which
   */
  Optional<InitImage> initImage() throws IOException {
    return initImage == null ? Optional.empty() : Optional.of(InitImage.read(initImage));
  }

  /**
   * What the options ask for.
   *
   * @param source size of the picture to begin with
   */
  Ask ask(Optional<Ask.Source> source) {
    return new Ask(
        wording(),
        Optional.ofNullable(classLabel),
        count,
        seed,
        Optional.ofNullable(width),
        Optional.ofNullable(height),
        source,
        Optional.ofNullable(strength),
        Optional.ofNullable(guidance),
        Optional.ofNullable(trueGuidance),
        new Ask.GuidanceUse(
            Optional.ofNullable(guidanceLeastNoise),
            Optional.ofNullable(guidanceMostNoise),
            Optional.ofNullable(guidanceRescale)),
        Optional.ofNullable(solver),
        Optional.ofNullable(schedule),
        steps(),
        Optional.ofNullable(eta));
  }

  private Ask.Wording wording() {
    return new Ask.Wording(
        Optional.ofNullable(prompt),
        Optional.ofNullable(prompt2),
        Optional.ofNullable(prompt3),
        Optional.ofNullable(negativePrompt),
        Optional.ofNullable(clipSkip),
        Optional.ofNullable(maxSequenceLength));
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

package dev.tidewheel.worker;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.sampling.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a request's record as what it asks. */
final class Asks {
  private Asks() {}

  /**
   * What a request asks.
   *
   * @param source size of the picture that it sends
   */
  static Ask of(GenerationRequest request, Optional<Ask.Source> source) {
    return new Ask(
        wording(request),
        Optional.ofNullable(request.getClassLabel()),
        request.getCount(),
        request.getSeed(),
        Optional.ofNullable(request.getWidth()),
        Optional.ofNullable(request.getHeight()),
        source,
        Optional.ofNullable(request.getStrength()),
        Optional.ofNullable(request.getGuidance()),
        Optional.ofNullable(request.getTrueGuidance()),
        guiding(request),
        Optional.ofNullable(request.getSolver()),
        Optional.ofNullable(request.getSchedule()),
        steps(request.getSteps()),
        Optional.ofNullable(request.getEta()));
  }

  private static Ask.GuidanceUse guiding(GenerationRequest request) {
    return new Ask.GuidanceUse(
        Optional.ofNullable(request.getGuidanceLeastNoise()),
        Optional.ofNullable(request.getGuidanceMostNoise()),
        Optional.ofNullable(request.getGuidanceRescale()));
  }

  private static Ask.Wording wording(GenerationRequest request) {
    return new Ask.Wording(
        Optional.ofNullable(request.getPrompt()),
        Optional.ofNullable(request.getPrompt2()),
        Optional.ofNullable(request.getPrompt3()),
        Optional.ofNullable(request.getNegativePrompt()),
        Optional.ofNullable(request.getClipSkip()),
        Optional.ofNullable(request.getMaxSequenceLength()));
  }

  private static Optional<Steps> steps(@Nullable Object steps) {
    return switch (steps) {
      case FixedSteps fixed -> Optional.of(new Steps.Fixed(fixed.getCount()));
      case AdaptiveSteps adaptive ->
          Optional.of(
              new Steps.Adaptive(
                  adaptive.getTolerance(), adaptive.getMinimum(), adaptive.getMaximum()));
      case null, default -> Optional.empty();
    };
  }
}

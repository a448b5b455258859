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

  static Ask of(GenerationRequest request) {
    return new Ask(
        Optional.ofNullable(request.getPrompt()),
        Optional.ofNullable(request.getNegativePrompt()),
        Optional.ofNullable(request.getClassLabel()),
        request.getCount(),
        request.getSeed(),
        Optional.ofNullable(request.getWidth()),
        Optional.ofNullable(request.getHeight()),
        Optional.ofNullable(request.getGuidance()),
        Optional.ofNullable(request.getSolver()),
        Optional.ofNullable(request.getSchedule()),
        steps(request.getSteps()));
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

package dev.tidewheel.cli;

import dev.tidewheel.admission.Ask;
import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.FixedSteps;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.sampling.Steps;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Writes what options ask for as a request's record. */
final class SamplingRequest {
  private SamplingRequest() {}

  /**
   * The record.
   *
   * @param id its id
   * @param model which draws
   * @param ask what the options ask for
   * @param image the picture to begin with
   * @param deadline when its pictures stop being of use
   */
  static GenerationRequest of(
      String id, String model, Ask ask, Optional<InitImage> image, Optional<Instant> deadline) {
    return GenerationRequest.newBuilder()
        .setId(id)
        .setModel(model)
        .setPrompt(ask.wording().prompt().orElse(null))
        .setPrompt2(ask.wording().prompt2().orElse(null))
        .setPrompt3(ask.wording().prompt3().orElse(null))
        .setNegativePrompt(ask.wording().negativePrompt().orElse(null))
        .setClipSkip(ask.wording().clipSkip().orElse(null))
        .setMaxSequenceLength(ask.wording().maxSequenceLength().orElse(null))
        .setClassLabel(ask.classLabel().orElse(null))
        .setCount(ask.count())
        .setSeed(ask.seed())
        .setWidth(ask.width().orElse(null))
        .setHeight(ask.height().orElse(null))
        .setInitImage(image.map(InitImage::bytes).map(ByteBuffer::wrap).orElse(null))
        .setStrength(ask.strength().orElse(null))
        .setGuidance(ask.guidance().orElse(null))
        .setTrueGuidance(ask.trueGuidance().orElse(null))
        .setGuidanceLeastNoise(ask.guidanceUse().leastNoise().orElse(null))
        .setGuidanceMostNoise(ask.guidanceUse().mostNoise().orElse(null))
        .setGuidanceRescale(ask.guidanceUse().rescale().orElse(null))
        .setSolver(ask.solver().orElse(null))
        .setSchedule(ask.schedule().orElse(null))
        .setSteps(ask.steps().map(SamplingRequest::record).orElse(null))
        .setEta(ask.eta().orElse(null))
        .setDeadline(deadline.orElse(null))
        .build();
  }

  private static Object record(Steps steps) {
    return switch (steps) {
      case Steps.Fixed(int count) -> new FixedSteps(count);
      case Steps.Adaptive(double tolerance, int minimum, int maximum) ->
          new AdaptiveSteps(tolerance, minimum, maximum);
    };
  }
}

package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a model's {@code tidewheel.json} proposes where a request says nothing; each part may be
 * absent.
 *
 * @param steps number of solver steps of a fixed grid
 * @param tolerance error that adaptive steps may make
 * @param minSteps fewest adaptive steps
 * @param maxSteps most adaptive steps
 * @param solver name of the solver
 * @param schedule name of the schedule
 * @param shift parameter of a shifted schedule
 * @param guidance scale of classifier-free guidance
 * @param trueGuidance scale of classifier-free guidance where the network is told another one
 * @param width in pixels
 * @param height in pixels
 * @param maxSequenceLength tokens that a T5 encoder reads
 */
public record SamplingDefaults(
    OptionalInt steps,
    OptionalDouble tolerance,
    OptionalInt minSteps,
    OptionalInt maxSteps,
    Optional<String> solver,
    Optional<String> schedule,
    OptionalDouble shift,
    OptionalDouble guidance,
    OptionalDouble trueGuidance,
    OptionalInt width,
    OptionalInt height,
    OptionalInt maxSequenceLength) {
  private static final int MOST_STEPS = 100_000;
  private static final int MOST_TOKENS = 512;

  /** Proposes nothing. */
  public static final SamplingDefaults NONE =
      new SamplingDefaults(
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());

  /** The same, without what belongs to one scheduler: solver, schedule and steps. */
  public SamplingDefaults withoutSampling() {
    return new SamplingDefaults(
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        guidance,
        trueGuidance,
        width,
        height,
        maxSequenceLength);
  }

  /** Reads what a folder proposes. */
  public static SamplingDefaults read(JsonObject json) {
    var defaults =
        new SamplingDefaults(
            json.optionalInteger("steps", 1, MOST_STEPS),
            positive(json, "tolerance"),
            json.optionalInteger("minSteps", 1, MOST_STEPS),
            json.optionalInteger("maxSteps", 1, MOST_STEPS),
            json.optionalText("solver"),
            json.optionalText("schedule"),
            positive(json, "shift"),
            json.optionalNumber("guidance"),
            json.optionalNumber("trueGuidance"),
            json.optionalInteger("width", 1, Frame.NO_LIMIT),
            json.optionalInteger("height", 1, Frame.NO_LIMIT),
            json.optionalInteger("maxSequenceLength", 1, MOST_TOKENS));
    json.refuseOthers();
    return defaults;
  }

  private static OptionalDouble positive(JsonObject json, String key) {
    OptionalDouble number = json.optionalNumber(key);
    if (number.isPresent() && number.getAsDouble() <= 0) {
      throw json.refusedValue(key, "is not above 0", "Correct it");
    }
    return number;
  }
}

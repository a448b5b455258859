package dev.tidewheel.model.scheduler;

import dev.tidewheel.model.files.JsonObject;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a pipeline passes on to its scheduler.
 *
 * @param tokens parts of the picture that the network sees, by which some schedulers shift
 * @param laysEvenTimes whether the pipeline lays the times itself, evenly, before the shift
 * @param given the shift's parameter, where it does not follow the tokens
 */
public record SchedulerCall(OptionalInt tokens, boolean laysEvenTimes, OptionalDouble given) {
  /** Nothing: the pipeline makes nothing of the size of a picture. */
  public static final SchedulerCall PLAIN =
      new SchedulerCall(OptionalInt.empty(), false, OptionalDouble.empty());

  /** The size of the picture, as the pipeline of Stable Diffusion 3 does. */
  public static SchedulerCall sized(int tokens) {
    return new SchedulerCall(OptionalInt.of(tokens), false, OptionalDouble.empty());
  }

  /** The size and even times, as the pipeline of FLUX does. */
  public static SchedulerCall evenly(int tokens) {
    return new SchedulerCall(OptionalInt.of(tokens), true, OptionalDouble.empty());
  }

  static SchedulerCall ofMu(double mu) {
    return new SchedulerCall(OptionalInt.empty(), false, OptionalDouble.of(mu));
  }

  /**
   * The parameter of the shift: linear in the tokens, through two points of the configuration
   * (diffusers' {@code calculate_shift}).
   */
  OptionalDouble mu(JsonObject json) {
    double baseShift = json.optionalNumber("base_shift").orElse(0.5);
    double maxShift = json.optionalNumber("max_shift").orElse(1.15);
    double baseTokens = json.optionalNumber("base_image_seq_len").orElse(256);
    double maxTokens = json.optionalNumber("max_image_seq_len").orElse(4096);
    if (tokens.isEmpty()) {
      return given;
    }
    double slope = (maxShift - baseShift) / (maxTokens - baseTokens);
    return OptionalDouble.of(tokens.getAsInt() * slope + baseShift - slope * baseTokens);
  }
}

package dev.tidewheel.model;

import dev.tidewheel.sampling.Recipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A folder's {@code scheduler_config.json}, understood.
 *
 * @param name the scheduler's class
 * @param options its options with their values, for people
 * @param recipe what they mean
 * @param usualSteps steps that diffusers takes where a call says nothing
 */
public record FolderScheduler(
    String name, Map<String, Object> options, Recipe recipe, int usualSteps) {
  private static final Map<String, Function<JsonObject, FolderScheduler>> READERS =
      new TreeMap<>(
          Map.of(
              FlowMatchEulerConfig.CLASS,
              json -> FlowMatchEulerConfig.read(json).understood(),
              ConsistencyConfig.CLASS,
              ConsistencyConfig::read,
              DdimConfig.CLASS,
              DdimConfig::read,
              DdpmConfig.CLASS,
              DdpmConfig::read,
              EulerConfig.CLASS,
              EulerConfig::read,
              EulerConfig.ANCESTRAL,
              EulerConfig::ancestral,
              LcmConfig.CLASS,
              LcmConfig::read,
              PndmConfig.CLASS,
              PndmConfig::read));

  /**
   * Options of some schedulers that diffusers lets stand, without effect, in the files of others:
   * folders keep them when their scheduler is exchanged.
   */
  private static final Set<String> WITHOUT_EFFECT_ELSEWHERE =
      Set.of(
          "clip_sample",
          "clip_sample_range",
          "set_alpha_to_one",
          "steps_offset",
          "skip_prk_steps",
          "thresholding",
          "dynamic_thresholding_ratio",
          "sample_max_value",
          "interpolation_type",
          "final_sigmas_type",
          "original_inference_steps",
          "timestep_scaling",
          "algorithm_type",
          "solver_order",
          "solver_type",
          "lower_order_final",
          "euler_at_final",
          "lambda_min_clipped",
          "timestep_type",
          "variance_type",
          "rescale_betas_zero_snr");

  /** The classes that are supported. */
  public static Set<String> supported() {
    return READERS.keySet();
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  public static FolderScheduler read(Path file) {
    JsonObject json = JsonObject.read(file);
    String name = json.text("_class_name", FlowMatchEulerConfig.CLASS);
    Function<JsonObject, FolderScheduler> reader = READERS.get(name);
    if (reader == null) {
      throw json.refusedValue(
          "_class_name", "is not supported", "Use one of " + String.join(", ", supported()));
    }
    FolderScheduler scheduler = reader.apply(json);
    WITHOUT_EFFECT_ELSEWHERE.forEach(json::ignore);
    json.ignoreUnset();
    json.refuseOthers();
    return scheduler;
  }
}

package dev.tidewheel.model.scheduler;

import static java.util.Map.entry;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.Recipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
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
  private static final Map<String, BiFunction<JsonObject, SchedulerCall, FolderScheduler>> READERS =
      new TreeMap<>(
          Map.ofEntries(
              entry(
                  FlowMatchEulerConfig.CLASS,
                  (json, call) -> FlowMatchEulerConfig.read(json, call).understood()),
              entry(UniPcConfig.CLASS, (json, call) -> UniPcConfig.read(json, call.mu(json))),
              unsized(FlowMatchHeunConfig.CLASS, FlowMatchHeunConfig::read),
              unsized(DpmSolverConfig.CLASS, DpmSolverConfig::read),
              unsized(ConsistencyConfig.CLASS, ConsistencyConfig::read),
              unsized(DdimConfig.CLASS, DdimConfig::read),
              unsized(DdpmConfig.CLASS, DdpmConfig::read),
              unsized(EulerConfig.CLASS, EulerConfig::read),
              unsized(EulerConfig.ANCESTRAL, EulerConfig::ancestral),
              unsized(LcmConfig.CLASS, LcmConfig::read),
              unsized(PndmConfig.CLASS, PndmConfig::read)));

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
   * Reads a file of a pipeline that makes nothing of the size of a picture.
   *
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  public static FolderScheduler read(Path file) {
    return read(file, SchedulerCall.PLAIN);
  }

  /**
   * Reads a file.
   *
   * @param call what the pipeline passes on to it
   * @throws ModelException if its scheduler, an option or a combination of them is not supported
   */
  public static FolderScheduler read(Path file, SchedulerCall call) {
    return read(JsonObject.read(file), call);
  }

  static FolderScheduler read(JsonObject json, SchedulerCall call) {
    String name = json.text("_class_name", FlowMatchEulerConfig.CLASS);
    BiFunction<JsonObject, SchedulerCall, FolderScheduler> reader = READERS.get(name);
    if (reader == null) {
      throw json.refusedValue(
          "_class_name", "is not supported", "Use one of " + String.join(", ", supported()));
    }
    FolderScheduler scheduler = reader.apply(json, call);
    WITHOUT_EFFECT_ELSEWHERE.forEach(json::ignore);
    json.ignoreUnset();
    json.refuseOthers();
    return scheduler;
  }

  /** The reader of a scheduler that does not shift by the size of the picture. */
  private static Map.Entry<String, BiFunction<JsonObject, SchedulerCall, FolderScheduler>> unsized(
      String name, Function<JsonObject, FolderScheduler> reader) {
    return entry(name, (json, call) -> reader.apply(json));
  }
}

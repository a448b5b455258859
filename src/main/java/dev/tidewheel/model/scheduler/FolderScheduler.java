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

  /** The option that names the class. */
  static final String NAME = "_class_name";

  /**
   * All options of the supported schedulers in diffusers 0.42. A file keeps them when its scheduler
   * is exchanged, and diffusers lets those stand that the new one does not know.
   */
  private static final Set<String> WITHOUT_EFFECT_ELSEWHERE =
      Set.of(
          "algorithm_type",
          "base_image_seq_len",
          "base_shift",
          "beta_end",
          "beta_schedule",
          "beta_start",
          "clip_denoised",
          "clip_sample",
          "clip_sample_range",
          "disable_corrector",
          "dynamic_thresholding_ratio",
          "euler_at_final",
          "final_sigmas_type",
          "flow_shift",
          "interpolation_type",
          "invert_sigmas",
          "lambda_min_clipped",
          "lower_order_final",
          "max_image_seq_len",
          "max_shift",
          "original_inference_steps",
          "predict_x0",
          "prediction_type",
          "rescale_betas_zero_snr",
          "rho",
          "s_noise",
          "sample_max_value",
          "set_alpha_to_one",
          "shift",
          "shift_terminal",
          "sigma_data",
          "sigma_max",
          "sigma_min",
          "skip_prk_steps",
          "solver_order",
          "solver_p",
          "solver_type",
          "steps_offset",
          "stochastic_sampling",
          "thresholding",
          "time_shift_type",
          "timestep_scaling",
          "timestep_spacing",
          "timestep_type",
          "trained_betas",
          "use_beta_sigmas",
          "use_dynamic_shifting",
          "use_exponential_sigmas",
          "use_flow_sigmas",
          "use_karras_sigmas",
          "use_lu_lambdas",
          "variance_type");

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
    String name = json.text(NAME, "");
    BiFunction<JsonObject, SchedulerCall, FolderScheduler> reader = READERS.get(name);
    if (reader == null) {
      String cure = "Use one of " + String.join(", ", supported());
      throw name.isEmpty()
          ? json.refused(NAME + " is missing, the scheduler's class", cure)
          : json.refusedValue(NAME, "is not supported", cure);
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

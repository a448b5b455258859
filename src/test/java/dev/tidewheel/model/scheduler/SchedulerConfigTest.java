package dev.tidewheel.model.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.DirectPrediction;
import dev.tidewheel.sampling.Recipe;
import dev.tidewheel.sampling.Shaping;
import dev.tidewheel.sampling.schedule.TrainingSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerConfigTest {
  @TempDir private Path folder;

  private FolderScheduler read(String name, String options) throws IOException {
    Path file = folder.resolve("scheduler_config.json");
    String more = options.isEmpty() ? "" : ", " + options.replace('\'', '"');
    Files.writeString(file, "{\"_class_name\": \"%s\"%s}".formatted(name, more));
    return FolderScheduler.read(file);
  }

  @Test
  void takesTheStandardValuesOfDiffusersWhereAFileIsShort() throws IOException {
    FolderScheduler scheduler = read("DDPMScheduler", "");
    assertThat(scheduler.usualSteps()).isEqualTo(1000);
    Recipe recipe = scheduler.recipe();
    assertThat(recipe.solver().name()).isEqualTo("ddpm");
    assertThat(recipe.parametrisation().prediction()).isEqualTo(DirectPrediction.NOISE);
    assertThat(recipe.parametrisation().bounds()).contains(new Shaping.Clip(1));
    assertThat(recipe.parametrisation().path().start()).isEqualTo(999);
  }

  @Test
  void readsTheFileOfAStableDiffusion() throws IOException {
    FolderScheduler scheduler =
        read(
            "PNDMScheduler",
            "'_diffusers_version': '0.6.0', 'beta_end': 0.012, 'beta_schedule': 'scaled_linear',"
                + " 'beta_start': 0.00085, 'num_train_timesteps': 1000, 'set_alpha_to_one': false,"
                + " 'skip_prk_steps': true, 'steps_offset': 1, 'trained_betas': null,"
                + " 'clip_sample': false");
    assertThat(scheduler.recipe().solver().name()).isEqualTo("plms");
    assertThat(scheduler.recipe().parametrisation().bounds()).isEmpty();
    assertThat((TrainingSchedule) scheduler.recipe().schedule())
        .returns(1, TrainingSchedule::offset)
        .returns(true, TrainingSchedule::endsAtFirst);
    assertThat(scheduler.usualSteps()).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'skip_prk_steps': true",
        "'variance_type': 'fixed_small'",
        "'interpolation_type': 'linear'",
        "'flow_shift': 3.0, 'time_shift_type': 'exponential'",
        "'disable_corrector': [], 'predict_x0': true",
        "'shift': 3.0, 'base_shift': 0.5, 'max_image_seq_len': 4096",
        "'use_karras_sigmas': true",
        "'dynamic_thresholding_ratio': 2, 'sample_max_value': -1",
        "'clip_sample': false, 'clip_sample_range': -1",
        "'beta_schedule': 'squaredcos_cap_v2', 'beta_end': 1.0",
        "'an_option_of_tomorrow': false",
        "'another': null",
        "'a_third': ''"
      })
  void passesOverWhatHasNoEffect(String option) throws IOException {
    assertThat(read("DDIMScheduler", option).name()).isEqualTo("DDIMScheduler");
  }

  /** Names by the signatures of diffusers 0.42: what a scheduler has is never passed over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FlowMatchEulerDiscreteScheduler | num_train_timesteps shift use_dynamic_shifting base_shift max_shift base_image_seq_len max_image_seq_len invert_sigmas shift_terminal use_karras_sigmas use_exponential_sigmas use_beta_sigmas time_shift_type stochastic_sampling",
        "FlowMatchHeunDiscreteScheduler | num_train_timesteps shift",
        "EulerDiscreteScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas prediction_type interpolation_type use_karras_sigmas use_exponential_sigmas use_beta_sigmas sigma_min sigma_max timestep_spacing timestep_type steps_offset rescale_betas_zero_snr final_sigmas_type",
        "EulerAncestralDiscreteScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas prediction_type timestep_spacing steps_offset rescale_betas_zero_snr",
        "DDIMScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas clip_sample set_alpha_to_one steps_offset prediction_type thresholding dynamic_thresholding_ratio clip_sample_range sample_max_value timestep_spacing rescale_betas_zero_snr",
        "DDPMScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas variance_type clip_sample prediction_type thresholding dynamic_thresholding_ratio clip_sample_range sample_max_value timestep_spacing steps_offset rescale_betas_zero_snr",
        "PNDMScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas skip_prk_steps set_alpha_to_one prediction_type timestep_spacing steps_offset",
        "DPMSolverMultistepScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas solver_order prediction_type thresholding dynamic_thresholding_ratio sample_max_value algorithm_type solver_type lower_order_final euler_at_final use_karras_sigmas use_exponential_sigmas use_beta_sigmas use_lu_lambdas use_flow_sigmas flow_shift final_sigmas_type lambda_min_clipped variance_type timestep_spacing steps_offset rescale_betas_zero_snr use_dynamic_shifting time_shift_type",
        "UniPCMultistepScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas solver_order prediction_type thresholding dynamic_thresholding_ratio sample_max_value predict_x0 solver_type lower_order_final disable_corrector solver_p use_karras_sigmas use_exponential_sigmas use_beta_sigmas use_flow_sigmas flow_shift timestep_spacing steps_offset final_sigmas_type rescale_betas_zero_snr use_dynamic_shifting time_shift_type sigma_min sigma_max shift_terminal",
        "LCMScheduler | num_train_timesteps beta_start beta_end beta_schedule trained_betas original_inference_steps clip_sample clip_sample_range set_alpha_to_one steps_offset prediction_type thresholding dynamic_thresholding_ratio sample_max_value timestep_spacing timestep_scaling rescale_betas_zero_snr",
        "CMStochasticIterativeScheduler | num_train_timesteps sigma_min sigma_max sigma_data s_noise rho clip_denoised",
      })
  void looksAtEveryOptionOfTheScheduler(String name, String options) {
    for (String option : options.split(" ", -1)) {
      assertThatThrownBy(() -> read(name, "'%s': {}".formatted(option)))
          .as("%s of the wrong kind", option)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(option + " = {}");
    }
  }

  @Test
  void takesAVarianceThatIsNotLearnedForNoneWhereItHasNoEffect() throws IOException {
    assertThat(read("DPMSolverMultistepScheduler", "'variance_type': 'fixed_small'").name())
        .isEqualTo("DPMSolverMultistepScheduler");
  }

  @Test
  void asksForTheClassWhereTheFileDoesNotNameIt() throws IOException {
    Path file = folder.resolve("scheduler_config.json");
    Files.writeString(file, "{\"num_train_timesteps\": 1000}");
    assertThatThrownBy(() -> FolderScheduler.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("_class_name is missing");
  }

  @Test
  void takesTheClassOfTheFoldersIndexWhateverTheFileSays() throws IOException {
    Path file = folder.resolve("scheduler_config.json");
    Files.writeString(file, "{\"_class_name\": \"DDPMScheduler\", \"variance_type\": null}");
    SizedScheduler scheduler =
        SizedScheduler.read(file, "DDIMScheduler", _ -> SchedulerCall.PLAIN, Map.of());
    assertThat(scheduler.at(1).name()).isEqualTo("DDIMScheduler");
    assertThat(scheduler.replacedBy(file).at(1).name()).isEqualTo("DDPMScheduler");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DDIMScheduler | 'an_option_of_tomorrow': 0.5 | unknown option an_option_of_tomorrow",
        "DDIMScheduler | 'beta_schedule': 'sigmoid' | beta_schedule = \"sigmoid\" is not one of linear, scaled_linear, squaredcos_cap_v2",
        "DDIMScheduler | 'timestep_spacing': 'even' | timestep_spacing = \"even\" is not one of leading, trailing",
        "DDIMScheduler | 'prediction_type': 'flow' | prediction_type = \"flow\" is not one of epsilon, sample",
        "DDIMScheduler | 'trained_betas': [0.1, 2] | trained_betas has 2.0, which is not between 0 and 1",
        "DDIMScheduler | 'trained_betas': [0.1, 0.2] | trained_betas has 2 numbers for 1000 training steps",
        "DDIMScheduler | 'num_train_timesteps': 1 | num_train_timesteps = 1 is not a whole number from 2",
        "DDIMScheduler | 'beta_end': 1.5 | beta_start and beta_end are not between 0 and 1",
        "DDIMScheduler | 'thresholding': true, 'sample_max_value': 0 | sample_max_value = 0 is not above 0",
        "DDIMScheduler | 'clip_sample_range': -1 | clip_sample_range = -1 is below 0",
        "DDIMScheduler | 'thresholding': true, 'dynamic_thresholding_ratio': 2 | dynamic_thresholding_ratio = 2 is not from 0 to 1",
        "DDPMScheduler | 'variance_type': 'learned_range' | variance_type = \"learned_range\" is not supported",
        "DDPMScheduler | 'variance_type': 'fixed_large_log' | variance_type = \"fixed_large_log\" gives no numbers",
        "DDPMScheduler | 'beta_end': 0.5 | the betas leave nothing of the data at ",
        "PNDMScheduler | 'prediction_type': 'sample' | prediction_type = \"sample\" is not one of epsilon, v_prediction",
        "EulerDiscreteScheduler | 'use_karras_sigmas': true, 'use_beta_sigmas': true | exclude each other",
        "EulerDiscreteScheduler | 'final_sigmas_type': 'one' | final_sigmas_type = \"one\" is not one of zero, sigma_min",
        "EulerDiscreteScheduler | 'sigma_min': -1 | sigma_min = -1 is not above 0",
        "EulerAncestralDiscreteScheduler | 'prediction_type': 'sample' | prediction_type = \"sample\" is not one of",
        "LCMScheduler | 'original_inference_steps': 1001 | original_inference_steps = 1001 is not a whole number",
        "CMStochasticIterativeScheduler | 'sigma_max': 0.001 | sigma_min is not below sigma_max",
        "DPMSolverMultistepScheduler | 'variance_type': 'learned' | variance_type = \"learned\" is not supported",
        "KarrasVeScheduler | 'sigma_max': 100 | _class_name = \"KarrasVeScheduler\" is not supported",
      })
  void refusesByName(String name, String options, String what) {
    assertThatThrownBy(() -> read(name, options))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(what);
  }
}

package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.files.JsonObject;
import dev.tidewheel.model.network.UNet2DConditionConfig;
import dev.tidewheel.model.network.UNet2DConditionText;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.sampling.StrengthRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Stable Diffusion 1 and 2 and latent consistency models: a U-Net that attends to the states of a
 * CLIP text encoder, on the latents of an autoencoder.
 *
 * @see <a href="https://arxiv.org/abs/2112.10752">Rombach et al., High-resolution image synthesis
 *     with latent diffusion models</a>
 * @see <a href="https://arxiv.org/abs/2310.04378">Luo et al., Latent consistency models</a>
 */
final class StableDiffusion {
  static final String PIPELINE = "StableDiffusionPipeline";
  static final String CONSISTENCY = "LatentConsistencyModelPipeline";

  static final String TYPE = "UNet2DConditionModel";

  private static final String UNET = "unet";

  static final List<Component> COMPONENTS =
      List.of(
          Component.ofDiffusers(UNET, TYPE),
          Component.ofDiffusers(Autoencoder.FOLDER, Autoencoder.TYPE),
          Component.ofTransformers("text_encoder", ClipPart.PLAIN));

  /** What guards or describes pictures, and does not make them. */
  private static final List<String> BESIDE =
      List.of("safety_checker", "feature_extractor", "image_encoder", "requires_safety_checker");

  private static final double USUAL_STRENGTH = 0.8;

  /** What diffusers' pipeline sets, since files of early releases lack it. */
  private static final Map<String, ?> IMPOSED = Map.of("steps_offset", 1, "clip_sample", false);

  /** For files before release 0.9 diffusers' pipeline takes a smaller side of the latents so. */
  private static final int LEAST_SIDE = 64;

  private static final Pattern EARLY = Pattern.compile("0\\.[0-8](\\D.*)?");

  private StableDiffusion() {}

  private static boolean isEarly(PipelineIndex index) {
    JsonObject json = JsonObject.read(index.file(UNET, "config.json"));
    return EARLY.matcher(json.text("_diffusers_version", "")).matches()
        && !json.isList("sample_size");
  }

  static Blueprint read(PipelineIndex index) {
    COMPONENTS.forEach(index::require);
    Joint.requireAll(joints(index));
    UNet2DConditionConfig config = config(index);
    Autoencoder autoencoder = Autoencoder.read(index.folder()).unshifted();
    ClipPart clip = ClipPart.read(index, "", ClipPart.PLAIN);
    boolean consistency = index.pipeline().equals(CONSISTENCY);
    var scheduler = Schedulers.plain(index, consistency ? Map.of() : IMPOSED);
    List<String> beside = index.passOver(BESIDE);
    index.refuseOthers("a unet, a vae, a text_encoder, a tokenizer and a scheduler");
    int factor = autoencoder.config().sizeFactor();
    int least = !consistency && isEarly(index) ? LEAST_SIDE : 1;
    return new Blueprint(
        index.pipeline(),
        denoiser(index, config),
        new Frame(
            config.channels(),
            autoencoder.config().channels(),
            factor,
            Math.max(config.width(), least) * factor,
            Math.max(config.height(), least) * factor,
            factor,
            Frame.NO_LIMIT),
        new ClassLabels.None(),
        config.guidanceWidth().isPresent() ? Guidance.TOLD_ONLY : Guidance.CLASSIFIER_FREE,
        /* toldForZero= */ 0,
        Optional.of(new ClipTexts(clip)),
        Optional.of(autoencoder),
        scheduler,
        /* patch= */ 1,
        OptionalInt.of(consistency ? 4 : 50),
        consistency ? 8.5 : 7.5,
        Optional.of(
            new Blueprint.Redrawing(
                consistency
                    ? StrengthRule.SCHEDULE_SHORTENED
                    : StrengthRule.STEPS_TAKEN_ROUNDED_DOWN,
                USUAL_STRENGTH,
                /* keepsSize= */ true)),
        beside);
  }

  /** Where the parts meet. */
  static List<Joint> joints(PipelineIndex index) {
    UNet2DConditionConfig config = config(index);
    return List.of(
        new Joint(
            config.file(),
            "in_channels",
            config.channels(),
            "the vae's latents",
            Autoencoder.config(index.folder()).latentChannels()),
        new Joint(
            config.file(),
            "cross_attention_dim",
            config.textWidth(),
            "text_encoder",
            ClipPart.config(index, "", ClipPart.PLAIN).width()));
  }

  private static UNet2DConditionConfig config(PipelineIndex index) {
    return UNet2DConditionConfig.read(index.file(UNET, "config.json"));
  }

  private static Denoiser denoiser(PipelineIndex index, UNet2DConditionConfig config) {
    WrittenNetwork network = UNet2DConditionText.write(config);
    return new Denoiser(
        Part.read(index.folder(), UNET, TYPE, network.weights()),
        network,
        1,
        Optional.of(new TextShape(config.textWidth(), 0)),
        config.guidanceWidth().isPresent() ? Denoiser.Told.NUMBER : Denoiser.Told.NOTHING);
  }
}

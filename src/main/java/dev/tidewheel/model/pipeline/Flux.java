package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.FluxConfig;
import dev.tidewheel.model.network.FluxText;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.scheduler.SchedulerCall;
import dev.tidewheel.sampling.StrengthRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * FLUX.1: a transformer on latents in parts of 2 x 2, with the states of T5 beside them and the
 * pooled text of CLIP with the time. Its guidance is a number that the network is told.
 */
final class Flux {
  static final String PIPELINE = "FluxPipeline";

  private static final String TRANSFORMER = "transformer";
  static final String TYPE = "FluxTransformer2DModel";

  static final List<Component> COMPONENTS =
      List.of(
          Component.ofDiffusers(TRANSFORMER, TYPE),
          Component.ofDiffusers(Autoencoder.FOLDER, Autoencoder.TYPE),
          Component.ofTransformers("text_encoder", ClipPart.PLAIN),
          Component.ofTransformers("text_encoder_2", T5Part.TYPE));

  /** Side of the latents that diffusers' pipeline draws where a call says nothing. */
  private static final int USUAL_SIDE = 128;

  /** The network is told sigma itself, not the time of training. */
  private static final double TIME_UNIT = 1000;

  private Flux() {}

  static Blueprint read(PipelineIndex index) {
    COMPONENTS.forEach(index::require);
    Joint.requireAll(joints(index));
    FluxConfig config = config(index);
    Autoencoder autoencoder = Autoencoder.read(index.folder());
    FluxTexts texts =
        new FluxTexts(ClipPart.read(index, "", ClipPart.PLAIN), T5Part.read(index, "_2"));
    var scheduler = Schedulers.sized(index, SchedulerCall::evenly);
    List<String> beside = index.passOver(List.of("image_encoder", "feature_extractor"));
    index.refuseOthers("a transformer, a vae, two text encoders and tokenizers, and a scheduler");
    int factor = autoencoder.config().sizeFactor();
    return new Blueprint(
        index.pipeline(),
        denoiser(index, config),
        new Frame(
            config.channels(),
            autoencoder.config().channels(),
            factor,
            USUAL_SIDE * factor,
            USUAL_SIDE * factor,
            config.sizeMultiple() * factor,
            Frame.NO_LIMIT),
        new ClassLabels.None(),
        config.guidance() ? Guidance.TOLD : Guidance.UNHEARD,
        /* toldForZero= */ 0,
        Optional.of(texts),
        Optional.of(autoencoder),
        scheduler,
        config.sizeMultiple(),
        OptionalInt.of(28),
        3.5,
        Optional.of(new Blueprint.Redrawing(StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN, 0.6, false)),
        beside);
  }

  /** Where the parts meet. */
  static List<Joint> joints(PipelineIndex index) {
    FluxConfig config = config(index);
    Path file = config.file();
    return List.of(
        new Joint(
            file,
            "in_channels",
            4 * config.channels(),
            "the vae's latents in parts of 2 x 2",
            4 * Autoencoder.config(index.folder()).latentChannels()),
        new Joint(
            file,
            "pooled_projection_dim",
            config.pooledWidth(),
            "text_encoder",
            ClipPart.pooled(ClipPart.config(index, "", ClipPart.PLAIN))),
        new Joint(
            file,
            "joint_attention_dim",
            config.textWidth(),
            "text_encoder_2",
            T5Part.config(index, "_2").width()));
  }

  private static FluxConfig config(PipelineIndex index) {
    return FluxConfig.read(index.file(TRANSFORMER, "config.json"));
  }

  private static Denoiser denoiser(PipelineIndex index, FluxConfig config) {
    WrittenNetwork network = FluxText.write(config);
    return new Denoiser(
        Part.read(index.folder(), TRANSFORMER, TYPE, network.weights()),
        network,
        TIME_UNIT,
        Optional.of(new TextShape(config.textWidth(), config.pooledWidth())),
        config.guidance() ? Denoiser.Told.NUMBER : Denoiser.Told.NOTHING);
  }
}
